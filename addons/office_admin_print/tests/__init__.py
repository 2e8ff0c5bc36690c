from . import test_exact_print
