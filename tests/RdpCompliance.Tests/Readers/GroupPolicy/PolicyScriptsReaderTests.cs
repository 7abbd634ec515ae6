using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class PolicyScriptsReaderTests
{
    private const string Policy = "31B2F340-016D-11D2-945F-00C04FB984F9";
    private const string Machine = $"{{{Policy}}}/Machine/Scripts/scripts.ini";
    private const string User = $"{{{Policy}}}/User/Scripts/psscripts.ini";

    private const string Sample = """

        [Startup]
        0CmdLine=\\files\netlogon\map.cmd
        0Parameters=/quiet
        1CmdLine="second one.cmd"
        1Parameters=
        [Shutdown]
        0CmdLine=bye.cmd
        0Parameters=
        """;

    [Fact]
    public void Each_command_is_an_item_at_its_place()
    {
        var evidence = Read(Machine, Sample);

        Assert.Equal(
            """
            policy-script:startup 0 of scripts.ini event=startup command=\\files\netlogon\map.cmd
            policy-script:startup 1 of scripts.ini event=startup command=second one.cmd
            policy-script:shutdown 0 of scripts.ini event=shutdown command=bye.cmd
            """,
            evidence.PrintItems());
        var places = evidence.Items.Select(item => Sample.Substring((int)item.Location.Start, (int)item.Location.Length));
        Assert.Equal([@"\\files\netlogon\map.cmd", "second one.cmd", "bye.cmd"], places);
        Assert.Equal(new Origin.GroupPolicy($"{{{Policy}}}") { Id = new(Policy) }, evidence.Origin);
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Parameters_are_not_passed_on()
    {
        var evidence = Read(Machine, "[Startup]\n0CmdLine=a.cmd\n0Parameters=-password hunter2\n");

        Assert.DoesNotContain("hunter2", evidence.PrintItems(), StringComparison.Ordinal);
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Sections_of_the_other_half_are_said_and_not_run()
    {
        var evidence = Read(User, "[Startup]\n0CmdLine=a.ps1\n[logon]\n0CmdLine=b.ps1\n");

        Assert.Equal("policy-script:logon 0 of psscripts.ini event=logon command=b.ps1", evidence.PrintItems());
        Assert.Equal(["RDP0117"], evidence.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void The_order_of_scripts_is_no_script_and_a_stray_line_is_said_without_its_text()
    {
        var evidence = Read(User, """
            [ScriptsConfig]
            StartExecutePSFirst=true
            [Logon]
            ; comment
            net use z: hunter2
            0CmdLine=
            """);

        Assert.Empty(evidence.Items);
        Assert.Equal(["RDP0116"], evidence.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.DoesNotContain("hunter2", evidence.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first.cmd", "first.cmd", "true")]
    [InlineData("FIRST.CMD", "first.cmd", "true")]
    [InlineData("first.cmd", "second.cmd", "false")]
    [InlineData("first.cmd", null, null)]
    [InlineData(@"\\files\x\first.cmd", "second.cmd", null)]
    [InlineData("%windir%.cmd", "second.cmd", null)]
    public void A_bare_name_is_looked_for_in_the_folder_of_its_event(string command, string? beside, string? expected)
    {
        const string folder = $"{{{Policy}}}/Machine/Scripts";
        var source = Source.FromText($"{folder}/scripts.ini", $"[Startup]\n0CmdLine={command}\n");
        var tree = new SourceTree(beside is null ? [source] : [source, Source.FromText($"{folder}/Startup/{beside}", "echo")]);

        var context = new ReadContext(tree, Demand.Everything, CancellationToken.None);
        var item = Assert.Single(new PolicyScriptsReader().Read(new(source, Certainty.ByShape), context).Items);

        Assert.Equal(expected, item.Find("file-there")?.Value.ToString());
    }

    [Theory]
    [InlineData("scripts.ini", "[Logon]\n0CmdLine=a.cmd", Certainty.ByShape)]
    [InlineData("renamed.txt", "[startup]\n0cmdline=a.cmd", Certainty.ByShape)]
    [InlineData("GPO/User/Scripts/scripts.ini", "", Certainty.ByName)]
    [InlineData("scripts.ini", "[Logon]\nName=x", null)]
    [InlineData("game/scripts.ini", "[Main]\n0CmdLine=a.cmd", null)]
    [InlineData("Scripts/other.ini", "[Main]\nx=1", null)]
    public void What_lists_scripts_is_claimed(string name, string text, Certainty? certainty) =>
        Assert.Equal(certainty, new PolicyScriptsReader().ClaimAlone(name, Encoding.UTF8.GetBytes(text))?.Certainty);

    [Fact]
    public void Damaged_files_are_read_without_harm()
    {
        Robustness.Check(new PolicyScriptsReader(), Machine, Encoding.UTF8.GetBytes(Sample));
        var text = Sample.Replace("Startup", "Logon", StringComparison.Ordinal);
        Robustness.Check(new PolicyScriptsReader(), User, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]);
    }

    private static SourceEvidence Read(string name, string text) => new PolicyScriptsReader().ReadText(text, name);
}
