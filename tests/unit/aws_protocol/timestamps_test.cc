#include "providers/aws/protocol/timestamps.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

TEST(Timestamps, OfEveryFormatBecomeIso8601) {
  for (const char* wire :
       {"1422172800", "1422172800.0", "1.4221728E9", "2015-01-25T08:00:00Z", "2015-01-25T08:00:00",
        "2015-01-25T09:30:00+01:30", "2015-01-25T07:00:00-01:00", "Sun, 25 Jan 2015 08:00:00 GMT"})
    EXPECT_EQ(normal_timestamp(wire), "2015-01-25T08:00:00Z") << wire;
}

TEST(Timestamps, KeepMilliseconds) {
  for (const char* wire : {"1422172800.123", "2015-01-25T08:00:00.123Z",
                           "2015-01-25T08:00:00.1234567Z", "Sun, 25 Jan 2015 08:00:00.123 GMT"})
    EXPECT_EQ(normal_timestamp(wire), "2015-01-25T08:00:00.123Z") << wire;
}

TEST(Timestamps, BeforeTheEpochHold) {
  EXPECT_EQ(normal_timestamp("-1"), "1969-12-31T23:59:59Z");
  EXPECT_EQ(wire_timestamp("1969-12-31T23:59:59Z", "unixTimestamp"), "-1");
  EXPECT_EQ(wire_timestamp("1969-12-31T23:59:59.500Z", "unixTimestamp"), "-0.5");
  EXPECT_EQ(wire_timestamp("1969-12-31T23:59:59Z", "rfc822"), "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST(Timestamps, ThatAreNoneAreRefused) {
  for (const char* bad : {"", "soon", "nan", "inf", "1e300", "2015-13-25T08:00:00Z",
                          "2015-01-32T08:00:00Z", "2015-01-25", "2015-01-25T08:00:00+01", "12abc"})
    EXPECT_FALSE(normal_timestamp(bad)) << bad;
}

TEST(Timestamps, GoOutInEveryFormat) {
  EXPECT_EQ(wire_timestamp("2015-01-25T08:00:00Z", "iso8601"), "2015-01-25T08:00:00Z");
  EXPECT_EQ(wire_timestamp("2015-01-25T08:00:00Z", "unixTimestamp"), "1422172800");
  EXPECT_EQ(wire_timestamp("2015-01-25T08:00:00.120Z", "unixTimestamp"), "1422172800.12");
  EXPECT_EQ(wire_timestamp("2015-01-25T08:00:00Z", "rfc822"), "Sun, 25 Jan 2015 08:00:00 GMT");
  EXPECT_FALSE(wire_timestamp("soon", "iso8601"));
}

}  // namespace
}  // namespace tenon::aws
