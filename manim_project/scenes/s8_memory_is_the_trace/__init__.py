"""Scene 8: `scene.py` reads like its storyboard; what it alone draws stands beside it."""
