"""What all requests and answers over HTTP share."""
