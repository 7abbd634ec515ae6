using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports.Text;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

/// <summary>What the text report says once, in which order, and how short.</summary>
public sealed class TextBlockTests
{
    private const string Scope = "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/Microsoft.Network/";

    private static readonly Source File = Source.FromText("a.reg", "one\ntwo\nthree\nfour\nfive\n");

    [Fact]
    public void What_weighs_most_in_a_file_comes_first()
    {
        var text = Written(
            At(1, "RDP1003") with { Severity = Severity.Note },
            At(2, "RDP1004") with { Severity = Severity.Warning },
            Open(3, "RDP1005", "a value"),
            At(4, "RDP1006") with { Severity = Severity.Error },
            At(5, "RDP1007") with { Severity = Severity.Warning });

        Assert.Equal(
            ["4:1  error  RDP1006", "2:1  warning  RDP1004", "5:1  warning  RDP1007", "1:1  note  RDP1003", "3:1  undecided  RDP1005"],
            text.Split('\n').Where(line => line.Contains("  RDP", StringComparison.Ordinal)).Select(line => line.Trim()[..^"  Told.".Length]));
    }

    [Fact]
    public void Under_each_finding_it_is_said_how_it_is_mended_and_what_explains_it()
    {
        var text = Written(At(1, "RDP1003"), Open(3, "RDP1005", "a value"));

        Assert.Equal("    fix: Set UserAuthentication to 1.", Assert.Single(text.Split('\n'), line => line.Contains("fix:", StringComparison.Ordinal)));
        Assert.Contains("    explain RDP1003\n", text, StringComparison.Ordinal);
        Assert.Contains("    explain RDP1005\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_input_would_decide_is_told_once_with_the_rules_and_the_first_places()
    {
        var text = Written([
            Open(1, "RDP1002", "a value of 'port'"),
            .. Enumerable.Range(1, 5).Select(line => Open(line, "RDP9040", "a value of 'port'")),
            Open(4, "RDP9072", "a value of 'port'"),
            Open(5, "RDP9072", "a value of 'name'"),
        ]);

        Assert.Equal(2, text.Split("  undecided  ").Length - 1);
        Assert.Contains("    same for 6 verdicts: RDP9040 at 1:1, 2:1, 3:1 and 2 more places; RDP9072 at 4:1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_that_contradict_each_other_are_one_cause_whatever_they_contradict_each_other_in()
    {
        var other = Source.FromText("b.reg", "x");
        var text = Written([
            .. Enumerable.Range(1, 5).Select(line => Open(line, $"RDP100{line}", $"the rule of line {line}") with
            {
                Reason = UnknownReason.Contradictory,
                Related = [Samples.Place(other, new(0, 1))],
            }),
        ]);

        Assert.Single(text.Split('\n'), line => line.Contains("  undecided  ", StringComparison.Ordinal));
        Assert.Contains("same for 4 verdicts: RDP1002 at 2:1; RDP1003 at 3:1; RDP1004 at 4:1; RDP1005 at 5:1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_is_wrong_for_several_things_is_told_once_and_names_them()
    {
        var text = Written([
            .. new[] { "private", "public" }.Select(name => At(2, "RDP9004") with { Subject = new("firewall", name, "PC7") }),
            At(3, "RDP9004"),
        ]);

        Assert.Equal(2, text.Split("  error  ").Length - 1);
        Assert.Contains("    of firewall 'private' of 'PC7'\n    and firewall 'public' of 'PC7'\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"'{Scope}networkSecurityGroups/nsg' is open.", "'networkSecurityGroups/nsg' is open.")]
    [InlineData($"{Scope}virtualNetworks/v/subnets/s#properties.prefix", "virtualNetworks/v/subnets/s#properties.prefix")]
    [InlineData($"{Scope}a/{{format('{{0}}/x', b)}}/c/d, and {Scope}a/b", "a/{format('{0}/x', b)}/c/d, and a/b")]
    [InlineData("/subscriptions/1/providers/Microsoft.Network/locations/x", "locations/x")]
    [InlineData("/subscriptions/1/resourceGroups/g", "/subscriptions/1/resourceGroups/g")]
    [InlineData($"{Scope}a", $"{Scope}a")]
    [InlineData("/subscriptions/{1/resourceGroups", "/subscriptions/{1/resourceGroups")]
    public void A_resource_is_named_from_its_type_on(string text, string shown) => Assert.Equal(shown, new ResourceNames([]).Short(text));

    [Fact]
    public void Resources_of_two_scopes_that_are_called_alike_keep_their_whole_names()
    {
        const string One = "/subscriptions/1/resourceGroups/one/providers/Microsoft.Network/networkSecurityGroups/nsg";
        const string Two = "/subscriptions/1/resourceGroups/two/providers/Microsoft.Network/networkSecurityGroups/nsg";
        var names = new ResourceNames([With($"{One}#a"), With($"{Two}#b"), With($"{One}2")]);

        Assert.Equal($"{One}#a", names.Short($"{One}#a"));
        Assert.Equal("networkSecurityGroups/nsg2#a", names.Short($"{One}2#a"));

        static Finding With(string address)
        {
            var finding = At(1, "RDP1001");
            return finding with { Primary = finding.Primary with { Address = address } };
        }
    }

    [Fact]
    public void Text_that_looks_like_ids_takes_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("/subscriptions/{", 200_000));
        var watch = ThreadTime.Start();

        new ResourceNames([]).Short(text);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
    }

    private static Finding At(int line, string rule) =>
        new(Samples.Rule(rule), Verdict.Fail, new("listener", "RDP-Tcp", "host1"), "Told.", Samples.Place(File, File.Text.LineSpan(line)));

    private static Finding Open(int line, string rule, string need) => At(line, rule) with
    {
        Verdict = Verdict.Undecided,
        Reason = UnknownReason.Unresolvable,
        Need = new(UnknownReason.Unresolvable, need),
    };

    private static string Written(params Finding[] findings) => Samples.Written(new TextReport(), Samples.Result(findings));
}
