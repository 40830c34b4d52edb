"""Traces, an extra: what a request or a job did and how long, sent to a receiver of OpenTelemetry.

`switch` begins it and `spans` is what the rest of the site calls: neither needs a package. The
others are imported only where a receiver is set and the packages are there. A span holds patterns,
names of tables and numbers of jobs, and nothing of anybody. See decision 0120.
"""
