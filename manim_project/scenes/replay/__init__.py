"""What scene 9 and the film of any program share: a run that is replayed token by token."""
