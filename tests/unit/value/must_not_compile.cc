// Streaming a Value would show secrets, so it must not compile; with CONTROL the same file without
// that line does.
#include <iostream>

#include "schema/value/value.h"

int main() {
  const tenon::Value value = tenon::Value::boolean(true);
#ifdef CONTROL
  return value.is_known() ? 0 : 1;
#else
  std::cout << value;
#endif
}
