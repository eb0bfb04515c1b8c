"""What a render leaves in renders/, and what it takes to find it again."""
