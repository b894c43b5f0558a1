#include "providers/aws/protocol/json.h"
#include "providers/aws/protocol/rest.h"

namespace tenon::aws {

namespace {

class RestJson final : public Rest {
 protected:
  const char* content_type() const override { return "application/json"; }

  Result<std::string> write_body(const ServiceModel&, const Operation& operation,
                                 const Member* payload, const Node& given) const override {
    if (payload == nullptr) {
      Member body;
      Shape shape;
      shape.kind = ShapeKind::Structure;
      for (const Member& member : operation.input->members) {
        if (member.location.empty()) shape.members.push_back(member);
      }
      body.shape = &shape;
      ASSIGN_OR_RETURN(const Node wire, to_wire_json(body, given));
      return to_json(wire);
    }
    // A structure that is left out is sent empty, so that there is a body; a union cannot be.
    if (given.is_null())
      return std::string(payload->shape->is_union || payload->shape->document ? "" : "{}");
    ASSIGN_OR_RETURN(const Node wire, to_wire_json(*payload, given));
    return to_json(wire);
  }

  Result<Node> read_body(const Shape& output, std::string_view body) const override {
    ASSIGN_OR_RETURN(const Node wire, parse_json(body));
    Shape shape;
    shape.kind = ShapeKind::Structure;
    for (const Member& member : output.members) {
      if (is_in_answers_body(member)) shape.members.push_back(member);
    }
    Member whole;
    whole.shape = &shape;
    return from_wire_json(whole, wire);
  }

  Result<Node> read_payload(const Member& payload, std::string_view body) const override {
    ASSIGN_OR_RETURN(const Node wire, parse_json(body));
    return from_wire_json(payload, wire);
  }

 public:
  ApiError parse_error(const ServiceModel&, const HttpResponse& response) const override {
    return json_error(response);
  }
};

}  // namespace

const Protocol& rest_json_protocol() {
  static const RestJson protocol;
  return protocol;
}

}  // namespace tenon::aws
