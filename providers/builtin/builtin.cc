#include "providers/builtin/builtin.h"

#include "providers/builtin/local_file.h"
#include "providers/builtin/null_resource.h"
#include "providers/builtin/random.h"
#include "providers/builtin/terraform_data.h"

namespace tenon {

void add_builtin_providers(Registry& registry, Env& env, RemoteOutputs remote_outputs) {
  registry.add(make_terraform_provider(env, std::move(remote_outputs)));
  registry.add(make_null_provider(env));
  registry.add(make_random_provider(env));
  registry.add(make_local_provider(env));
}

}  // namespace tenon
