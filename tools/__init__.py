"""What serves those who work on ipdesk; nothing of it is shipped."""
