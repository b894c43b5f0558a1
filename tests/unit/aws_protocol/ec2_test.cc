#include "providers/aws/protocol/query.h"
#include "tests/unit/aws_protocol/models.h"

namespace tenon::aws {
namespace {

constexpr const char* kEc2Model = R"({
"metadata": {"apiVersion": "2016-11-15", "endpointPrefix": "ec2", "protocol": "ec2", "serviceId": "EC2"},
"operations": {
  "MakeNet": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}, "output": {"shape": "Out"},
              "errors": []}},
"shapes": {
  "In": {"type": "structure", "members": {
     "Name": {"shape": "Text", "locationName": "netName"}, "Plain": {"shape": "Text"},
     "Asked": {"shape": "Text", "locationName": "told", "queryName": "asked"},
     "Groups": {"shape": "Texts", "locationName": "groupSet"},
     "Filters": {"shape": "Filters", "locationName": "Filter"}, "On": {"shape": "Bool"}}},
  "Filters": {"type": "list", "member": {"shape": "Filter", "locationName": "Filter"}},
  "Filter": {"type": "structure", "members": {
     "Name": {"shape": "Text"}, "Values": {"shape": "Texts", "locationName": "Value"}}},
  "Out": {"type": "structure", "members": {
     "Net": {"shape": "Net", "locationName": "net"}, "Return": {"shape": "Bool", "locationName": "return"}}},
  "Net": {"type": "structure", "members": {
     "NetId": {"shape": "Text", "locationName": "netId"}, "Groups": {"shape": "Texts", "locationName": "groupSet"}}},
  "Texts": {"type": "list", "member": {"shape": "Text", "locationName": "item"}},
  "Text": {"type": "string"}, "Bool": {"type": "boolean"}}
})";

class Ec2Protocol : public ::testing::Test {
 protected:
  std::string form(const std::string& input) {
    const auto request = protocol.serialize(*model, make, *parse_json(input));
    if (!request) return "error: " + request.error().message;
    const std::string first = "Action=MakeNet&Version=2016-11-15";
    EXPECT_EQ(request->body.substr(0, first.size()), first);
    return request->body.substr(first.size());
  }

  std::shared_ptr<const ServiceModel> model = model_of(kEc2Model);
  const Operation& make = *model->find("MakeNet");
  const Protocol& protocol = *find_protocol("ec2");
};

TEST_F(Ec2Protocol, BeginsNamesWithACapitalUnlessTheRequestHasItsOwn) {
  EXPECT_EQ(form(R"({"Name":"a","Plain":"b","Asked":"c","On":true})"),
            "&NetName=a&Plain=b&asked=c&On=true");
}

TEST_F(Ec2Protocol, FlattensEveryListAndLeavesEmptyOnesOut) {
  EXPECT_EQ(form(R"({"Groups":["a","b"],"Filters":[{"Name":"n","Values":["v","w"]}]})"),
            "&GroupSet.1=a&GroupSet.2=b&Filter.1.Name=n&Filter.1.Value.1=v&Filter.1.Value.2=w");
  EXPECT_EQ(form(R"({"Groups":[]})"), "");
}

TEST_F(Ec2Protocol, ReadsAnswersWithoutAResultAroundThem) {
  const auto node =
      protocol.parse(*model, make,
                     response_of(200,
                                 "<MakeNetResponse xmlns=\"urn:x\"><requestId>r</requestId><net>"
                                 "<netId>n-1</netId><groupSet><item>a</item><item>b</item>"
                                 "</groupSet></net><return>true</return></MakeNetResponse>"));
  ASSERT_TRUE(node);
  EXPECT_EQ(to_json(*node), R"({"Net":{"NetId":"n-1","Groups":["a","b"]},"Return":true})");
}

TEST_F(Ec2Protocol, FindsTheErrorAmongErrors) {
  const ApiError error = error_of(
      protocol, *model, make,
      response_of(400,
                  "<Response><Errors><Error><Code>InvalidNetID.NotFound</Code><Message>no n-1"
                  "</Message></Error></Errors><RequestID>r-1</RequestID></Response>"),
      false);
  EXPECT_EQ(error.code, "InvalidNetID.NotFound");
  EXPECT_EQ(error.message, "no n-1");
  EXPECT_EQ(error.request_id, "r-1");
  EXPECT_EQ(error.retry, Retry::No);
}

}  // namespace
}  // namespace tenon::aws
