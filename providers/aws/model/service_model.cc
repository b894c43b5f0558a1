#include "providers/aws/model/service_model.h"

#include <algorithm>
#include <cstdlib>

namespace tenon::aws {

namespace {

std::string text_at(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found == nullptr ? "" : found->scalar_text();
}

bool flag_at(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found != nullptr && is_truthy(*found);
}

std::vector<std::string> texts_of(const Node* node) {
  std::vector<std::string> texts;
  if (node == nullptr) return texts;
  if (!node->is_list()) texts.push_back(node->scalar_text());
  for (const Node& item : node->items()) texts.push_back(item.scalar_text());
  return texts;
}

class Loader {
 public:
  explicit Loader(const Node& json) : json_(json), model_(std::make_shared<ServiceModel>()) {}

  Result<std::shared_ptr<const ServiceModel>> load() {
    const Node* metadata = json_.find("metadata");
    const Node* shapes = json_.find("shapes");
    if (metadata == nullptr) return make_error(ErrorCategory::Corrupt, "a model needs metadata");
    model_->protocol = text_at(*metadata, "protocol");
    model_->api_version = text_at(*metadata, "apiVersion");
    model_->endpoint_prefix = text_at(*metadata, "endpointPrefix");
    model_->signing_name = text_at(*metadata, "signingName");
    if (model_->signing_name.empty()) model_->signing_name = model_->endpoint_prefix;
    model_->service_id = text_at(*metadata, "serviceId");
    model_->target_prefix = text_at(*metadata, "targetPrefix");
    model_->json_version = text_at(*metadata, "jsonVersion");
    model_->query_compatible = metadata->find("awsQueryCompatible") != nullptr;
    const Node* space = metadata->find("xmlNamespace");
    if (space != nullptr)
      model_->xml_namespace = space->is_map() ? text_at(*space, "uri") : space->text();
    if (shapes != nullptr) {
      for (const auto& [name, unused] : shapes->members())
        model_->shapes.emplace(name, std::make_unique<Shape>());
      for (const auto& [name, source] : shapes->members())
        RETURN_IF_ERROR(shape(name, source, *model_->shapes[name]));
    }
    if (const Node* operations = json_.find("operations")) {
      for (const auto& [name, source] : operations->members())
        RETURN_IF_ERROR(operation(name, source));
    }
    RETURN_IF_ERROR(paginators());
    RETURN_IF_ERROR(waiters());
    return std::shared_ptr<const ServiceModel>(std::move(model_));
  }

 private:
  Result<const Shape*> find_shape(const std::string& name) {
    const auto found = model_->shapes.find(name);
    if (found == model_->shapes.end())
      return make_error(ErrorCategory::Corrupt, "there is no shape " + name);
    return static_cast<const Shape*>(found->second.get());
  }

  Result<Member> member(const std::string& name, const Node& source) {
    Member result;
    result.name = name;
    ASSIGN_OR_RETURN(result.shape, find_shape(text_at(source, "shape")));
    result.location = text_at(source, "location");
    result.location_name = text_at(source, "locationName");
    result.query_name = text_at(source, "queryName");
    result.timestamp_format = text_at(source, "timestampFormat");
    result.flattened = flag_at(source, "flattened");
    result.xml_attribute = flag_at(source, "xmlAttribute");
    result.idempotency_token = flag_at(source, "idempotencyToken");
    result.json_value = flag_at(source, "jsonvalue");
    result.streaming = flag_at(source, "streaming");
    if (const Node* space = source.find("xmlNamespace")) {
      result.xml_namespace = space->is_map() ? text_at(*space, "uri") : space->text();
      result.xml_prefix = space->is_map() ? text_at(*space, "prefix") : "";
    }
    return result;
  }

  static Result<ShapeKind> kind(const std::string& type) {
    static const std::map<std::string, ShapeKind> kKinds = {{"structure", ShapeKind::Structure},
                                                            {"list", ShapeKind::List},
                                                            {"map", ShapeKind::Map},
                                                            {"string", ShapeKind::String},
                                                            {"character", ShapeKind::String},
                                                            {"integer", ShapeKind::Integer},
                                                            {"long", ShapeKind::Integer},
                                                            {"bigInteger", ShapeKind::Integer},
                                                            {"float", ShapeKind::Float},
                                                            {"double", ShapeKind::Float},
                                                            {"bigDecimal", ShapeKind::Float},
                                                            {"boolean", ShapeKind::Boolean},
                                                            {"blob", ShapeKind::Blob},
                                                            {"timestamp", ShapeKind::Timestamp}};
    const auto found = kKinds.find(type);
    if (found == kKinds.end())
      return make_error(ErrorCategory::Corrupt, "there is no shape type " + type);
    return found->second;
  }

  Status shape(const std::string& name, const Node& source, Shape& to) {
    to.name = name;
    ASSIGN_OR_RETURN(to.kind, kind(text_at(source, "type")));
    to.flattened = flag_at(source, "flattened");
    to.document = flag_at(source, "document");
    to.payload = text_at(source, "payload");
    to.location_name = text_at(source, "locationName");
    to.timestamp_format = text_at(source, "timestampFormat");
    if (const Node* space = source.find("xmlNamespace")) {
      to.xml_namespace = space->is_map() ? text_at(*space, "uri") : space->text();
      to.xml_prefix = space->is_map() ? text_at(*space, "prefix") : "";
    }
    to.values = texts_of(source.find("enum"));
    to.pattern = text_at(source, "pattern");
    to.min = text_at(source, "min");
    to.max = text_at(source, "max");
    to.is_union = flag_at(source, "union");
    to.is_error = flag_at(source, "exception");
    to.fault = flag_at(source, "fault");
    if (const Node* error = source.find("error")) {
      to.error_code = text_at(*error, "code");
      to.error_status = std::atoi(text_at(*error, "httpStatusCode").c_str());
    }
    if (const Node* retryable = source.find("retryable")) {
      to.retryable = true;
      to.throttling = flag_at(*retryable, "throttling");
    }
    const std::vector<std::string> required = texts_of(source.find("required"));
    if (const Node* members = source.find("members")) {
      for (const auto& [member_name, use] : members->members()) {
        ASSIGN_OR_RETURN(Member made, member(member_name, use));
        made.required = std::find(required.begin(), required.end(), member_name) != required.end();
        to.members.push_back(std::move(made));
      }
    }
    if (const Node* use = source.find("member")) {
      ASSIGN_OR_RETURN(to.element, member("member", *use));
    }
    if (const Node* use = source.find("key")) {
      ASSIGN_OR_RETURN(to.key, member("key", *use));
    }
    if (const Node* use = source.find("value")) {
      ASSIGN_OR_RETURN(to.value, member("value", *use));
    }
    return ok_status();
  }

  Status operation(const std::string& name, const Node& source) {
    Operation to;
    to.name = name;
    if (const Node* http = source.find("http")) {
      to.method = text_at(*http, "method");
      to.uri = text_at(*http, "requestUri");
    }
    if (const Node* input = source.find("input")) {
      ASSIGN_OR_RETURN(to.input, find_shape(text_at(*input, "shape")));
      to.input_location_name = text_at(*input, "locationName");
      if (const Node* space = input->find("xmlNamespace"))
        to.input_xml_namespace = text_at(*space, "uri");
    }
    if (const Node* output = source.find("output")) {
      ASSIGN_OR_RETURN(to.output, find_shape(text_at(*output, "shape")));
      to.result_wrapper = text_at(*output, "resultWrapper");
    }
    if (const Node* errors = source.find("errors")) {
      for (const Node& error : errors->items()) {
        ASSIGN_OR_RETURN(const Shape* found,
                         find_shape(error.is_map() ? text_at(error, "shape") : error.text()));
        to.errors.push_back(found);
      }
    }
    to.unsigned_request = text_at(source, "authtype") == "none";
    to.checksum_required = flag_at(source, "httpChecksumRequired");
    if (const Node* checksum = source.find("httpChecksum")) {
      to.checksum_required = to.checksum_required || flag_at(*checksum, "requestChecksumRequired");
      to.checksum_member = text_at(*checksum, "requestAlgorithmMember");
    }
    if (const Node* endpoint = source.find("endpoint"))
      to.host_prefix = text_at(*endpoint, "hostPrefix");
    model_->operations.emplace(name, std::move(to));
    return ok_status();
  }

  Status paginators() {
    const Node* all = json_.find("paginators");
    if (all == nullptr) return ok_status();
    for (const auto& [name, source] : all->members()) {
      Paginator to;
      to.input_tokens = texts_of(source.find("input_token"));
      for (const std::string& path : texts_of(source.find("output_token"))) {
        ASSIGN_OR_RETURN(PathExpression expression, PathExpression::compile(path));
        to.output_tokens.push_back(std::move(expression));
      }
      to.limit_key = text_at(source, "limit_key");
      to.result_keys = texts_of(source.find("result_key"));
      to.more_results = text_at(source, "more_results");
      model_->paginators.emplace(name, std::move(to));
    }
    return ok_status();
  }

  Status waiters() {
    const Node* all = json_.find("waiters");
    if (all == nullptr) return ok_status();
    for (const auto& [name, source] : all->members()) {
      Waiter to;
      to.operation = text_at(source, "operation");
      to.delay_seconds = std::atoi(text_at(source, "delay").c_str());
      to.max_attempts = std::atoi(text_at(source, "maxAttempts").c_str());
      if (const Node* acceptors = source.find("acceptors")) {
        for (const Node& each : acceptors->items()) {
          Acceptor acceptor;
          acceptor.state = text_at(each, "state");
          acceptor.matcher = text_at(each, "matcher");
          if (each.find("argument") != nullptr) {
            ASSIGN_OR_RETURN(acceptor.argument, PathExpression::compile(text_at(each, "argument")));
          }
          if (const Node* expected = each.find("expected")) acceptor.expected = *expected;
          to.acceptors.push_back(std::move(acceptor));
        }
      }
      model_->waiters.emplace(name, std::move(to));
    }
    return ok_status();
  }

  const Node& json_;
  std::shared_ptr<ServiceModel> model_;
};

}  // namespace

const Member* Shape::find(std::string_view member) const {
  for (const Member& each : members) {
    if (each.name == member) return &each;
  }
  return nullptr;
}

const Operation* ServiceModel::find(std::string_view operation) const {
  const auto found = operations.find(operation);
  return found == operations.end() ? nullptr : &found->second;
}

Result<std::shared_ptr<const ServiceModel>> load_service_model(std::string_view json) {
  ASSIGN_OR_RETURN(const Node node, parse_json(json));
  return load_service_model(node);
}

Result<std::shared_ptr<const ServiceModel>> load_service_model(const Node& json) {
  return Loader(json).load();
}

}  // namespace tenon::aws
