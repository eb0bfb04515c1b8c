"""What `make watch` runs: drafts of a scene in forked processes, and the page that shows them."""
