"""Where batches run. An engine maps a task over batches and returns the results in order."""
