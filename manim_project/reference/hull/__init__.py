"""Hard attention in the plane: the key with the highest score, by scan or on the convex hull."""
