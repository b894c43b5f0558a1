// The AWS provider: every type of the catalogue behind the Provider contract. It stands in for
// Terraform's hashicorp/aws 5.100.0: same types, same attributes, same behaviour.
// The catalogue is share/tenon/catalog.bin beside the program's bin folder (TENON_CATALOG names
// another); it is opened when a type is first asked for. Threads: any.
#pragma once

#include <memory>

#include "providers/http/http_client.h"
#include "providers/provider.h"

namespace tenon {

std::unique_ptr<Provider> make_aws_provider(Env& env);

// With an HTTP client and a catalogue of the caller's, for tests.
namespace aws {
class Catalog;
}
std::unique_ptr<Provider> make_aws_provider(Env& env, std::unique_ptr<HttpClient> http,
                                            std::shared_ptr<const aws::Catalog> catalog);

}  // namespace tenon
