"""What stands between the web server and Django: whole bodies, threads in fair shares.

The event loop takes a request, reads its body with patience but not without end, and hands the
two to a thread of Django when it is their turn. So nobody who sends slowly, and nobody who only
looks, keeps a thread from who holds a place. See decision 0086.
"""
