"""What `make audit` asks of scenes directed anew: rules, and the exceptions to them."""
