/* Two Rust libraries in one program, each doing its work before and after the other. */
#include <stdio.h>

#include "works.h"

int other(void);

int main(void)
{
    int ok = works() && other() == 7 && works() && other() == 7;
    puts(ok ? "both work" : "one does not");
    return ok ? 0 : 1;
}
