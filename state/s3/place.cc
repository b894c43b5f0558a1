#include "state/s3/place.h"

#include <algorithm>

#include "state/s3/blob.h"
#include "state/s3/settings.h"

namespace tenon {

namespace {

class S3Place final : public StatePlace {
 public:
  S3Place(Env& env, S3Settings settings, std::string config)
      : connection_(std::make_shared<S3Connection>(env, std::move(settings))),
        config_(std::move(config)) {}

  std::string where() const override {
    return "s3://" + connection_->settings().bucket + "/" + connection_->settings().key;
  }
  std::string config_json() const override { return config_; }

  Result<std::vector<std::string>> workspaces() override {
    // Every object below the prefix is gone through, as Terraform does: only those whose name ends
    // as the key does are states.
    const S3Settings& settings = connection_->settings();
    const std::string before =
        settings.workspace_key_prefix.empty() ? "" : settings.workspace_key_prefix + "/";
    const std::string after = "/" + settings.key;
    S3Objects objects(connection_);
    ASSIGN_OR_RETURN(const std::vector<std::string> keys, objects.list(before));
    std::vector<std::string> names{"default"};
    for (const std::string& key : keys) {
      if (key.size() <= before.size() + after.size()) continue;
      if (key.compare(key.size() - after.size(), after.size(), after) != 0) continue;
      const std::string name = key.substr(before.size(), key.size() - before.size() - after.size());
      if (name.find('/') == std::string::npos) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  }

  Result<std::unique_ptr<StateBlob>> open(const std::string& workspace) override {
    return std::unique_ptr<StateBlob>(std::make_unique<S3Blob>(connection_, workspace));
  }

  Status remove(const std::string& workspace) override {
    const auto blob = std::make_unique<S3Blob>(connection_, workspace);
    return blob->remove();
  }

 private:
  const std::shared_ptr<S3Connection> connection_;
  const std::string config_;
};

void check(Env& env, const BackendSettings& settings, Diagnostics& diagnostics) {
  s3_settings(env, settings, diagnostics);
}

}  // namespace

Result<std::unique_ptr<StatePlace>> open_s3_place(Env& env, const BackendSettings& settings) {
  Diagnostics diagnostics;
  S3Settings ready = s3_settings(env, settings, diagnostics);
  if (diagnostics.has_errors()) {
    return make_error(ErrorCategory::InvalidArgument, diagnostics.list().front().detail);
  }
  return std::unique_ptr<StatePlace>(
      std::make_unique<S3Place>(env, std::move(ready), s3_config_json(settings)));
}

const BackendKind kS3Backend = {"s3", check, open_s3_place};

}  // namespace tenon
