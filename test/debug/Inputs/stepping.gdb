set width 0
break count
run
continue
continue
continue
continue
delete
next
next
step
next
info locals
backtrace
tbreak after_the_loop
continue
up
