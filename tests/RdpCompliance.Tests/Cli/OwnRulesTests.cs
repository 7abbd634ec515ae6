using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

public sealed class OwnRulesTests : IDisposable
{
    private const string Host =
        "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n"
        + "\"fDenyTSConnections\"=dword:00000001\n\"OurOwn\"=dword:00000005\n";

    private const string Settings =
        "own.number:\n  of: machine\n  type: dword\n  stated-by:\n    - local: HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server!OurOwn\n";

    private const string Examples =
        """
        examples:
          - name: five
            files:
              a.reg:
                text: |
                  Windows Registry Editor Version 5.00

                  [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
                  "OurOwn"=dword:[|00000005|]
          - name: six
            files:
              a.reg:
                text: |
                  Windows Registry Editor Version 5.00

                  [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
                  "OurOwn"=dword:00000006
        """;

    private readonly TemporaryFolder _folder = new();

    public OwnRulesTests()
    {
        _folder.Write("host.reg", Host);
        _folder.Write("rules/settings.yml", Settings);
        _folder.Write($"rules/{Packs.Name}", Rule());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_are_judged_beside_the_built_in_ones()
    {
        var result = await Run("scan", "host.reg", "--role", "host", "--policies", "rules");

        Assert.Equal((ExitCode.Findings, ""), (result.Exit, result.Error));
        Assert.Contains("RDP1999", result.Output, StringComparison.Ordinal);
        Assert.Contains("RDP1002", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_take_the_place_of_the_built_in_ones_where_that_is_asked()
    {
        var result = await Run("scan", "host.reg", "--role", "host", "--policies-only", "rules");

        Assert.Equal((ExitCode.Findings, ""), (result.Exit, result.Error));
        Assert.Contains("RDP1999", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("RDP1002", result.Output, StringComparison.Ordinal);
        Assert.Contains("Judged 1 rule on ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_at_once_are_wrong_usage()
    {
        var result = await Run("rules", "list", "--policies", "rules", "--policies-only", "rules");

        Assert.Equal((ExitCode.Usage, ""), (result.Exit, result.Output));
        Assert.Contains("one of them is wanted", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings.yml", "rdp.deny-connections:\n  of: machine\n  type: string\n  stated-by: []\n", "rdp.deny-connections", "built-in/settings.yml:")]
    [InlineData("subjects.yml", "listener:\n  title: Something else\n", "listener", "built-in/subjects.yml:")]
    [InlineData("subjects.yml", "Listener:\n  title: Something else\n", "Listener", "built-in/subjects.yml:")]
    [InlineData("causes.yml", "rdp-port-changed:\n  title: Something else\n", "rdp-port-changed", "built-in/causes.yml:")]
    public async Task A_key_of_the_pack_that_is_defined_again_is_refused_with_both_places(string file, string text, string key, string place)
    {
        _folder.Write($"rules/{file}", text + (file == "settings.yml" ? Settings : ""));

        var result = await Run("scan", "host.reg", "--policies", "rules");

        Assert.Equal((ExitCode.Usage, ""), (result.Exit, result.Output));
        Assert.Contains($"{file}:1:1: RDP0074: '{key}' is defined at {place}", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_copy_of_what_the_pack_has_is_no_contradiction()
    {
        var settings = await File.ReadAllTextAsync(Repository.At("policies/settings.yml"));
        _folder.Write("rules/settings.yml", $"{settings}\n{Settings}");
        File.Copy(Repository.At("policies/host/RDP1002-remote-desktop-denied-locally.yml"), _folder.At("rules/RDP1002-remote-desktop-denied-locally.yml"));

        var result = await Run("scan", "host.reg", "--role", "host", "--policies", "rules", "--format", "sarif");

        Assert.Equal((ExitCode.Findings, ""), (result.Exit, result.Error));
        Assert.Contains("policies/pages/RDP1002.md", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_of_the_pack_is_taken()
    {
        _folder.Write("rules/RDP1002-sample.yml", Rule().Replace("RDP1999", "RDP1002", StringComparison.Ordinal));

        var result = await Run("scan", "host.reg", "--policies", "rules");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("'RDP1002' is taken by ", result.Error, StringComparison.Ordinal);
        Assert.Contains("built-in/host/RDP1002-", result.Error, StringComparison.Ordinal);
    }

    /// <summary>The project has no page of a rule that is somebody's own.</summary>
    [Theory]
    [InlineData("sarif")]
    [InlineData("markdown")]
    public async Task An_own_rule_has_its_own_address_or_none(string format)
    {
        var without = await Run("scan", "host.reg", "--policies-only", "rules", "--format", format);
        _folder.Write($"rules/{Packs.Name}", Rule("page: https://rules.example.org/RDP1999"));
        var with = await Run("scan", "host.reg", "--policies-only", "rules", "--format", format);

        Assert.DoesNotContain("pages/RDP1999.md", without.Output, StringComparison.Ordinal);
        Assert.Contains("https://rules.example.org/RDP1999", with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused()
    {
        _folder.Write($"rules/{Packs.Name}", Rule("page: wiki/RDP1999"));

        var result = await Run("rules", "test", "rules");

        Assert.Contains("'wiki/RDP1999' is not an https address.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Their_examples_are_proved_alone()
    {
        var result = await Run("rules", "test", "rules");

        Assert.Equal((ExitCode.Clean, "1 rules, 2 examples, 0 failed\n", ""), (result.Exit, result.Output, result.Error));
    }

    [Fact]
    public async Task A_configuration_may_name_them()
    {
        _folder.Write(".rdpcompliance.yml", "policies: rules\n");

        var result = await Run("scan", ".", "--role", "host", "--verbose");

        Assert.Contains("RDP1999", result.Output, StringComparison.Ordinal);
        Assert.Contains("RDP1002", result.Output, StringComparison.Ordinal);
        Assert.Contains($"  rules/{Packs.Name}: rules of this run\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Not ours:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_own_rule_and_setting_are_explained()
    {
        var result = await Run("explain", "RDP1999", "own.number", "--policies", "rules");

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
        Assert.Contains("# RDP1999 Sample\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Terminal Server!OurOwn`", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--area", "residue,client")]
    [InlineData("--area", "Residue", "--area", "client")]
    public async Task Rules_are_listed_by_area(params string[] options)
    {
        var result = await Run(["rules", "list", "--format", "json", "--severity", "warning", .. options]);

        using var json = JsonDocument.Parse(result.Output);
        var rules = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(["client", "residue"], rules.Select(rule => rule.GetProperty("area").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["error", "warning"], rules.Select(rule => rule.GetProperty("severity").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(
            rules,
            rule => Assert.EndsWith($"/pages/{rule.GetProperty("id").GetString()}.md", rule.GetProperty("page").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_tells_own_rules_from_the_others()
    {
        var result = await Run("rules", "list", "--policies", "rules", "--format", "json");

        using var json = JsonDocument.Parse(result.Output);
        var own = Assert.Single(json.RootElement.EnumerateArray(), rule => rule.GetProperty("own").GetBoolean());
        Assert.Equal(("RDP1999", null), (own.GetProperty("id").GetString(), own.GetProperty("page").GetString()));
    }

    [Theory]
    [InlineData("'hots' is not one of azure, client, group-policy, host, network, residue, security; did you mean 'host'?", "list", "--area", "hots")]
    [InlineData("--format: 'xml' is not one of text, json.", "list", "--format", "xml")]
    [InlineData("'listner' is not a kind; did you mean 'listener'?", "fields", "listner")]
    [InlineData("'rdp.deny-conections' is part of no setting's id or address; did you mean 'rdp.deny-connections'?", "settings", "rdp.deny-conections")]
    public async Task What_a_list_does_not_have_is_said(string error, params string[] args)
    {
        var result = await Run(["rules", .. args]);

        Assert.Equal((ExitCode.Usage, ""), (result.Exit, result.Output));
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port ", "fields", "listener")]
    [InlineData("relation to machine", "fields", "LISTENER")]
    [InlineData("own.number ", "fields", "machine", "--policies", "rules")]
    [InlineData("listener ", "fields")]
    [InlineData("rdp.deny-connections  (dword of machine)\n", "settings", "fdenytsconnections")]
    [InlineData("  policy      HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services!fDenyTSConnections\n", "settings", "rdp.deny-connections")]
    [InlineData("own.number  (dword of machine)\n", "settings", "OurOwn", "--policies", "rules")]
    public async Task What_a_condition_may_ask_for_is_listed(string line, params string[] args)
    {
        var result = await Run(["rules", .. args]);

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
        Assert.Contains(line, result.Output, StringComparison.Ordinal);
    }

    private Task<CliResult> Run(params string[] args) => Testing.Cli.RunInAsync(_folder.Path, "", args);

    private static string Rule(string more = "") => Packs.Rule($"subject: machine\nrequire: {{ field: own.number, equals: 6 }}\n{more}\n{Examples}");
}
