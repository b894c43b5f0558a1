// Answers questions about endpoints, a line each: prefix, service id and region, with tabs between.
// Prints the URL and the signing region.
#include <iostream>
#include <sstream>
#include <string>

#include "providers/aws/client/endpoint.h"

int main() {
  using namespace tenon;
  using namespace tenon::aws;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream fields(line);
    std::string prefix, service, region;
    std::getline(fields, prefix, '\t');
    std::getline(fields, service, '\t');
    std::getline(fields, region, '\t');
    const Endpoint endpoint =
        resolve_endpoint(system_env(), {prefix, service, region, nullptr, ""});
    std::cout << endpoint.url << '\t' << endpoint.signing_region << '\n';
  }
  return 0;
}
