-- Removes the caller from the cluster, without waiting for its TTL.
drop(me, 'L')
return 1
