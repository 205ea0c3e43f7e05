"""The Bot API: ``call`` does one call, ``handlers`` takes it from HTTP and hands files out."""
