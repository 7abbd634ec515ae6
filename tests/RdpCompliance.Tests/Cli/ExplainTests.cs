using System.Reflection;
using RdpCompliance.Cli;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Cli;

public sealed class ExplainTests
{
    [Theory]
    [InlineData("0x904", "0x7")]
    [InlineData("0x904/0x7")]
    [InlineData("2308", "7")]
    [InlineData("Error code: 0x904\nExtended error code: 0x7\n")]
    public async Task A_pair_is_told_with_its_causes_and_what_is_only_said_of_it(params string[] what)
    {
        var result = await Testing.Cli.RunAsync(["explain", .. what]);

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
        Assert.StartsWith("# 0x904 with 0x7\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n## 0x7 (7): `exDiscReasonServerDeniedConnection` = `ERRINFO_SERVER_DENIED_CONNECTION`\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("- Standing: documented by Microsoft.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("imstscaxevents-ondisconnected>", result.Output, StringComparison.Ordinal);
        Assert.Contains("- rdp-port-changed", result.Output, StringComparison.Ordinal);
        Assert.Contains("## What the web says of it, and no source does\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("path not found", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_several_lists_have_is_told_by_each()
    {
        var result = await Testing.Cli.RunAsync("explain", "3");

        Assert.Contains("The number has 4 meanings; which one it is, is decided by where it was read.", result.Output, StringComparison.Ordinal);
        Assert.Contains("`InvalidCredentials`", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x516", "- Standing: not documented; nobody says what it means, whatever the web says.\n")]
    [InlineData("0x516", "GetErrorDescription(0x516, 0x0)")]
    [InlineData("0x1104", "- Standing: not documented;")]
    [InlineData("0x204", "`disconnectReasonSocketConnectFailed`")]
    [InlineData("0x204", "\"Privacy settings of macOS, trust in a certificate or licences are to blame.\"")]
    [InlineData("0xB09", "- Standing: not documented by Microsoft; known from programs")]
    [InlineData("errinfo_idle_timeout", "# errinfo_idle_timeout\n")]
    [InlineData("RDP0064", "Taken as a host: nothing says the role of …")]
    [InlineData("RDP0043", "Exit code 3; in a file of rules 2.")]
    [InlineData("RDP0057", "A notification in SARIF.")]
    [InlineData("rdp.deny-connections", "- 1: connections denied\n")]
    [InlineData("rdp.deny-connections", "- policy: `HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services!fDenyTSConnections`")]
    public async Task What_the_program_prints_and_dialogues_show_is_explained(string what, string text)
    {
        var result = await Testing.Cli.RunAsync("explain", what);

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
        Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_number_that_no_list_has_is_said_beside_the_first()
    {
        var result = await Testing.Cli.RunAsync("explain", "0x904", "0xfff0");

        Assert.Equal(ExitCode.Clean, result.Exit);
        Assert.Contains("## 0xfff0 (65520)\n\nNo list of this place of the dialogue has it.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rdp-prot-changed", "; did you mean 'rdp-port-changed'?\n")]
    [InlineData("RDP10001", "; did you mean 'RDP1001'?\n")]
    [InlineData("rdp.deny-conections", "; did you mean 'rdp.deny-connections'?\n")]
    [InlineData("what-is-this-supposed-to-be", "code that is known.\n")]
    [InlineData("0x99999999", "No list has 0x99999999.")]
    public async Task What_is_not_known_is_said_with_a_suggestion_only_where_one_is_near(string what, string error)
    {
        var result = await Testing.Cli.RunAsync("explain", what);

        Assert.Equal((ExitCode.Usage, ""), (result.Exit, result.Output));
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("?.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_shown_has_no_comment_for_files()
    {
        var result = await Testing.Cli.RunAsync("explain", "RDP1001");

        Assert.StartsWith("# RDP1001 RemoteDesktopDeniedByPolicy\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_things_are_told_one_after_the_other()
    {
        var result = await Testing.Cli.RunAsync("explain", "rdp-port-changed", "RDP0064");

        Assert.Contains("# rdp-port-changed\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n\n# RDP0064\n", result.Output, StringComparison.Ordinal);
    }

    /// <summary>An id that a report shows and explain does not know would be found by the user first.</summary>
    [Fact]
    public void Every_descriptor_is_in_the_catalogue_once()
    {
        var all = RdpCompliance.Cli.Commands.MessageCatalogue.All.Select(message => message.Id).ToList();
        var reader = typeof(RdpCompliance.Readers.Registry.RegFileReader).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Count(field => field.FieldType == typeof(DiagnosticDescriptor));

        Assert.True(all.Count > reader);
        Assert.Equal(all.Distinct(StringComparer.Ordinal), all);
    }
}
