"""Training the reader: gold questions → candidates with labels → trees in files of ours."""
