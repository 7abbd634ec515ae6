using RdpCompliance.Engine.Scanning;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

/// <summary>What is worth a report though nothing is decided: a value that is there and cannot be judged, and not what merely was not collected.</summary>
public sealed class UndecidedTests
{
    private const string Start = """{ "format": "rdpcompliance-snapshot", "version": 1, """;
    private const string Events = """ "events": { "items": [{ "provider": "A", "id": 2, "time": "2025-12-31" }] } }""";
    private const string Sockets =
        """ "sockets": { "covers": "listed", "items": [{ "protocol": "tcp", "local-address": "::", "local-port": 135, "state": "listen" }] } }""";
    private const string Service = """[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\A]""";

    /// <summary>A list that may go on says nothing by what it holds besides.</summary>
    [Theory]
    [InlineData("{ none: events, where: { field: id, equals: 1 } }", Events)]
    [InlineData("{ none: events, where: { anyOf: [{ field: id, equals: 1 }, { field: binary, contains: ff }] } }", Events)]
    [InlineData("{ any: sockets, where: { field: local-port, equals: 3389 } }", Sockets)]
    public void Members_that_are_not_meant_are_no_doubt(string require, string sections) =>
        Assert.Empty(Reported($"subject: machine\nrequire: {require}", ("a.json", $"{Start}{sections}")));

    [Fact]
    public void A_thing_of_which_nothing_is_known_is_not_reported_because_it_may_not_be_meant() => Assert.Empty(Reported(
        "subject: service\nwhere: { field: start, equals: 2 }\nrequire: { field: status, equals: 4 }",
        ("a.reg", $"Windows Registry Editor Version 5.00\n\n{Service}\n\"Start\"=\"2\"\n")));

    [Fact]
    public void A_value_that_is_there_and_cannot_be_judged_is_reported() => Assert.Single(Reported(
        "subject: service\nrequire: { field: start, equals: 2 }",
        ("a.reg", $"Windows Registry Editor Version 5.00\n\n{Service}\n\"Start\"=\"2\"\n")));

    /// <summary>A fact that a decided test read is no reason for what another one leaves open.</summary>
    [Fact]
    public void The_reason_is_a_fact_that_leaves_it_open() => Assert.Empty(Reported(
        "subject: service\nwhere: { field: start, stated: true }\nrequire: { field: status, equals: 4 }",
        ("a.reg", $"Windows Registry Editor Version 5.00\n\n{Service}\n\"Start\"=\"2\"\n")));

    private static IEnumerable<string> Reported(string body, params (string, string)[] files) =>
        Packs
            .Scan(Packs.Only(body), Packs.Settings with { IncludeUndecided = UndecidedInclusion.WithEvidence, IncludePasses = false }, files)
            .Findings.Select(finding => $"{finding.Verdict}: {finding.Message}");
}
