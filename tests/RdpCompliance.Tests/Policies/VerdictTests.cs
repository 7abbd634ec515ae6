using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

public sealed class VerdictTests
{
    private const string Listener = @"[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]";
    private const string Policy = @"[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services]";
    private const string Terminal = @"[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]";

    /// <summary>True, false and unknown on a listener that states port 3389 and whose machine's Windows version was not collected.</summary>
    private static readonly (Verdict Verdict, string Text)[] Conditions =
    [
        (Verdict.Pass, "{ field: port, equals: 3389 }"),
        (Verdict.Fail, "{ field: port, equals: 1 }"),
        (Verdict.Undecided, "{ setting: os.build, equals: 1 }"),
    ];

    [Fact]
    public void Where_and_require_give_the_nine_verdicts_of_the_table()
    {
        Verdict?[] wanted = [Verdict.Pass, Verdict.Fail, Verdict.Undecided, null, null, null, Verdict.Pass, Verdict.Undecided, Verdict.Undecided];
        var got =
            from concerned in Conditions
            from required in Conditions
            select Packs.Judge($"subject: listener\nwhere: {concerned.Text}\nrequire: {required.Text}", $"{Listener}\n\"PortNumber\"=dword:00000d3d")?.Verdict;

        Assert.Equal(wanted, got);
    }

    [Fact]
    public void Nodes_follow_kleene()
    {
        foreach (var left in Conditions)
        {
            foreach (var right in Conditions)
            {
                Assert.Equal(Worse(left.Verdict, right.Verdict), Judge($"{{ allOf: [{left.Text}, {right.Text}] }}"));
                Assert.Equal(Negate(Worse(Negate(left.Verdict), Negate(right.Verdict))), Judge($"{{ anyOf: [{left.Text}, {right.Text}] }}"));
            }

            Assert.Equal(Negate(left.Verdict), Judge($"{{ not: {left.Text} }}"));
        }

        static Verdict? Judge(string condition) =>
            Packs.Judge($"subject: listener\nrequire: {condition}", $"{Listener}\n\"PortNumber\"=dword:00000d3d")?.Verdict;

        static Verdict Negate(Verdict verdict) =>
            verdict switch
            {
                Verdict.Pass => Verdict.Fail,
                Verdict.Fail => Verdict.Pass,
                _ => verdict,
            };

        static Verdict Worse(Verdict one, Verdict other) =>
            one == Verdict.Fail || other == Verdict.Fail ? Verdict.Fail
            : one == Verdict.Undecided || other == Verdict.Undecided ? Verdict.Undecided
            : Verdict.Pass;
    }

    [Theory]
    [InlineData("{ any: machine.listeners, where: { field: port, equals: 3390 } }", Verdict.Pass)]
    [InlineData("{ any: machine.listeners, where: { field: port, equals: 1 } }", Verdict.Fail)]
    [InlineData("{ none: machine.listeners, where: { field: port, equals: 1 } }", Verdict.Pass)]
    [InlineData("{ all: machine.listeners, is: { field: port, greater: 3000 } }", Verdict.Pass)]
    [InlineData("{ all: machine.listeners, where: { field: port, greater: 3389 }, is: { field: port, equals: 3389 } }", Verdict.Fail)]
    [InlineData("{ all: machine.listeners, where: { field: port, equals: 1 }, is: { field: port, equals: 2 } }", Verdict.Pass)]
    [InlineData("{ count: machine.listeners, equals: 2 }", Verdict.Pass)]
    [InlineData("{ count: machine.listeners, where: { field: port, equals: 3389 }, less: 1 }", Verdict.Fail)]
    [InlineData("{ count: machine.listeners, where: { setting: os.build, equals: 1 }, less: 3 }", Verdict.Pass)]
    [InlineData("{ count: machine.listeners, where: { setting: os.build, equals: 1 }, less: 2 }", Verdict.Undecided)]
    [InlineData("{ any: machine.listeners, where: { field: port, greater: { field: ^.port } } }", Verdict.Pass)]
    public void Quantifiers_run_over_members_one_by_one(string require, Verdict verdict)
    {
        const string Reg = $"""
            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations]

            {Listener}
            "PortNumber"=dword:00000d3d

            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\Second]
            "PortNumber"=dword:00000d3e
            """;

        Assert.Equal(verdict, Packs.Judge($"subject: listener\nwhere: {{ field: name, equals: RDP-Tcp }}\nrequire: {require}", Reg)?.Verdict);
    }

    [Fact]
    public void A_relation_that_may_have_more_members_proves_neither_none_nor_all()
    {
        // Only one listener's key was printed, so there may be others.
        const string Reg = $"{Listener}\n\"PortNumber\"=dword:00000d3d";

        Assert.Equal(
            Verdict.Undecided,
            Packs.Judge("subject: listener\nrequire: { none: machine.listeners, where: { field: port, equals: 1 } }", Reg)?.Verdict);
        Assert.Equal(Verdict.Pass, Packs.Judge("subject: listener\nrequire: { any: machine.listeners, where: { field: port, equals: 3389 } }", Reg)?.Verdict);
    }

    [Fact]
    public void A_row_of_a_table_is_joined_with_the_subject()
    {
        const string Rule = """
            subject: listener
            parameters:
              bad: { type: table, default: [{ first: 3000, last: 3400 }, { first: 1, last: 2 }] }
            require:
              none: { parameter: bad }
              where:
                allOf:
                  - { field: first, lessOrEquals: { field: ^.port } }
                  - { field: last, greaterOrEquals: { field: ^.port } }
            """;

        Assert.Equal(Verdict.Fail, Packs.Judge(Rule, $"{Listener}\n\"PortNumber\"=dword:00000d3d")?.Verdict);
        Assert.Equal(Verdict.Pass, Packs.Judge(Rule, $"{Listener}\n\"PortNumber\"=dword:00001000")?.Verdict);
    }

    [Fact]
    public void A_layer_that_was_not_collected_forbids_a_pass_and_is_said_with_a_fail()
    {
        const string Rule = "subject: listener\nrequire: { setting: rdp.user-authentication, equals: 1 }";

        var bad = Packs.Judge(Rule, $"{Listener}\n\"UserAuthentication\"=dword:00000000");
        var good = Packs.Judge(Rule, $"{Listener}\n\"UserAuthentication\"=dword:00000001");
        var collected = Packs.Judge(Rule, $"{Policy}\n\n{Listener}\n\"UserAuthentication\"=dword:00000001");

        Assert.Equal(Verdict.Fail, bad?.Verdict);
        Assert.Contains(
            @"unless another layer overrides it: HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services!UserAuthentication was not collected.",
            bad?.Message,
            StringComparison.Ordinal);
        Assert.Equal(Verdict.Undecided, good?.Verdict);
        Assert.Equal(Verdict.Pass, collected?.Verdict);
    }

    [Fact]
    public void Silence_is_the_default_only_where_the_key_is_covered()
    {
        const string Rule = "subject: machine\nrequire: { setting: rdp.deny-connections, equals: 1 }";

        Assert.Equal(Verdict.Pass,
            Packs.Judge(Rule,
            $"{Policy}\n\n{Terminal}\n\"TSUserEnabled\"=dword:00000000\n\n{Terminal.Replace("]", "\\\\Utilities]", StringComparison.Ordinal)}")?.Verdict);
        var uncovered = Packs.Judge(Rule, $"{Policy}\n\"MaxIdleTime\"=dword:00000000");
        Assert.Equal((Verdict.Undecided, UnknownReason.NotCollected), (uncovered?.Verdict, uncovered?.Reason));
    }

    [Fact]
    public void A_value_of_another_type_is_unknown_and_said_at_its_place()
    {
        var result = Packs.Scan(
            Packs.Only("subject: machine\nrequire: { setting: rdp.deny-connections, equals: 0 }"),
            Packs.Settings with { Roles = ["host"] },
            ("host.reg", $"Windows Registry Editor Version 5.00\n\n{Terminal}\n\"fDenyTSConnections\"=\"0\"\n"));

        Assert.Equal(UnknownReason.WrongType, Assert.Single(result.Findings).Reason);
        Assert.Equal(4, Assert.Single(result.Diagnostics).Location.Position?.Line);
    }

    [Fact]
    public void Two_sources_that_contradict_each_other_decide_nothing()
    {
        var text = $"Windows Registry Editor Version 5.00\n\n{Policy}\n\"fDenyTSConnections\"=dword:0000000";
        var result = Packs.Scan(
            Packs.Only("subject: machine\nrequire: { setting: rdp.deny-connections, equals: 0 }"),
            Packs.Settings,
            ("a.reg", text + "0\n"),
            ("b.reg", text + "1\n"));

        var finding = Assert.Single(result.Findings);
        Assert.Equal((Verdict.Undecided, UnknownReason.Contradictory), (finding.Verdict, finding.Reason));
        Assert.Equal(["a.reg", "b.reg"], new[] { finding.Primary }.Concat(finding.Related).Select(place => place.Location.Source.Name));
    }

    [Fact]
    public void A_gpo_can_prove_harm_but_never_health()
    {
        const string Rule = "subject: machine\nwhere: { field: roles, contains: host }\nrequire: { setting: rdp.deny-connections, equals: 0 }";
        const string Gpo = "Computer\nSOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\nfDenyTSConnections\nDWORD:";

        Assert.Equal("gpo 'deny.txt'", Assert.Single(Packs.Scan(Packs.Only(Rule), Packs.Settings, ("deny.txt", Gpo + "1\n")).Findings).Subject.ToString());
        Assert.Empty(Packs.Scan(Packs.Only(Rule), Packs.Settings, ("allow.txt", Gpo + "0\n")).Findings);
    }

    [Fact]
    public void A_machine_without_a_role_of_which_nothing_of_a_host_was_collected_is_judged_by_no_host_rule()
    {
        const string Rule = "subject: machine\nwhere: { field: roles, contains: host }\nrequire: { setting: os.build, equals: 1 }";

        Assert.Null(
            Packs.Judge(Rule, "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]\n\"CurrentBuild\"=\"19045\"", Packs.Settings));
    }

    [Fact]
    public void The_control_set_in_force_is_the_one_that_select_names()
    {
        const string Reg = """
            [HKEY_LOCAL_MACHINE\SYSTEM\Select]
            "Current"=dword:00000002

            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Control\Terminal Server]
            "fDenyTSConnections"=dword:00000001

            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet002\Control\Terminal Server]
            "fDenyTSConnections"=dword:00000000

            [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services]
            """;

        var finding = Packs.Judge("subject: machine\nrequire: { setting: rdp.deny-connections, equals: 1 }", Reg);

        Assert.Equal((Verdict.Fail, 10), (finding?.Verdict, finding?.Primary.Location.Position?.Line));
    }

    [Fact]
    public void Configuration_changes_severity_parameters_and_turns_rules_off()
    {
        const string Rule =
            "subject: listener\nparameters: { wanted: { type: number, default: 3389 } }\nrequire: { field: port, equals: { parameter: wanted } }";
        const string Reg = $"{Listener}\n\"PortNumber\"=dword:00000d3e";
        var setting = new RuleSetting("RDP1999", []);

        Assert.Equal(Severity.Note, Judge(setting with { Severity = Severity.Note })?.Severity);
        Assert.Equal(Verdict.Pass, Judge(setting with { Parameters = setting.Parameters.Add("wanted", new FieldValue.Number(3390)) })?.Verdict);
        Assert.Null(Judge(setting with { IsOff = true }));
        Assert.Equal(Verdict.Fail, Judge(new RuleSetting("RDP1999", ["other/**"]) { IsOff = true })?.Verdict);

        static Finding? Judge(RuleSetting setting) => Packs.Judge(Rule, Reg, Packs.Settings with { Roles = ["host"], Rules = [setting] });
    }
}
