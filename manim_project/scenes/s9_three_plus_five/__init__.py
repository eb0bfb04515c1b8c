"""Scene 9: `scene.py` reads like its storyboard; what it draws is in `replay`."""
