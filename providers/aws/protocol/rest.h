// REST bindings: what of an operation goes into the path, the query, the headers and the body, and
// back. rest-json and rest-xml differ in their bodies alone, and give those to Rest.
// Sources: Smithy's HTTP binding traits, AWS restJson1 and restXml; botocore's protocol cases.
// Pure functions; any thread.
#pragma once

#include "providers/aws/protocol/protocol.h"

namespace tenon::aws {

class Rest : public Protocol {
 public:
  Result<SignableRequest> serialize(const ServiceModel& model, const Operation& operation,
                                    const Node& input) const final;
  Result<Node> parse(const ServiceModel& model, const Operation& operation,
                     const HttpResponse& response) const final;

 protected:
  // In an answer a member that has its place in the address is in the body.
  static bool is_in_answers_body(const Member& member);

  virtual const char* content_type() const = 0;
  // Of the members without a location, or of a structure that is the payload (`payload`; nullptr
  // where the input is none). `given` is null where the payload is left out.
  virtual Result<std::string> write_body(const ServiceModel& model, const Operation& operation,
                                         const Member* payload, const Node& given) const = 0;
  // Of an answer that is not empty.
  virtual Result<Node> read_body(const Shape& output, std::string_view body) const = 0;
  virtual Result<Node> read_payload(const Member& payload, std::string_view body) const = 0;
};

const Protocol& rest_json_protocol();
const Protocol& rest_xml_protocol();

}  // namespace tenon::aws
