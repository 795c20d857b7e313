python
def tell(command):
    try:
        gdb.execute(command)
    except gdb.error as error:
        print(error)
end
python tell("generator suspended")
python tell("generator delegating")
python tell("generator-backtrace delegating")
python tell("generator created")
python tell("generator valued")
python tell("generator failed")
python tell("generator returned")
python tell("generator none")
python tell("generator 16")
python tell("generator &no_generator")
