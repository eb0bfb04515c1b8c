"""How transformer weights become a computer: a film whose every number is computed."""
