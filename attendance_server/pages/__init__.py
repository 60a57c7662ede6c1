"""What browsers load: the files of `web/`, and the few files that their modules become."""
