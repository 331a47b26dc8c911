drop(me, 'L')
return 1
