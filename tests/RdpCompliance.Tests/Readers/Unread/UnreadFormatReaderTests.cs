using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Readers.Unread;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Unread;

public sealed class UnreadFormatReaderTests
{
    private const string Page = "<html dir=\"ltr\" xmlns:v=\"urn:schemas-microsoft-com:vml\" gpmc_reportInitialized=\"false\">\r\n<head>";

    private const string Results =
        "\r\nMicrosoft (R) Windows (R) Betriebssystem Gruppenrichtlinienergebnistool v2.0\r\n\r\n"
        + "RSOP-Daten für CONTOSO\\a auf PC : Protokollmodus\r\n---------------\r\n";

    private const string Profiles =
        "\r\nDomänenprofil-Einstellungen:\r\n----------------------------------------------------------------------\r\n"
        + "Status                                EIN\r\nFirewallrichtlinie                    BlockInbound,AllowOutbound\r\n";

    private const string Rules =
        "\r\nRule Name:                            Remote Desktop\r\n----------------------------------------------------------------------\r\n"
        + "Enabled:                              Yes\r\nLocalIP:                              Any\r\n"
        + "RemoteIP:                             Any\r\nProtocol:                             TCP\r\n";

    private const string Table =
        "\r\nStatus   Name               DisplayName\r\n------   ----               -----------\r\nRunning  TermService        Remote Desktop Services\r\n";

    private const string List =
        "\r\n\r\nName        : TermService\r\nDisplayName : Remote Desktop Services\r\nStatus      : Running\r\nStartType   : Manual\r\n";

    [Theory]
    [InlineData("Security.evtx", "ElfFile\0\0\0\0", "RDP0068", "wevtutil qe FILE /lf:true /f:xml")]
    [InlineData("report.html", Page, "RDP0068", "gpresult /x")]
    [InlineData("gpresult.txt", Results, "RDP0068", "gpresult /x")]
    [InlineData("firewall.txt", Profiles, "RDP0068", "reg export")]
    [InlineData("rules.txt", Rules, "RDP0068", "reg export")]
    [InlineData("services.txt", Table, "RDP0068", "| ConvertTo-Json -Depth 5")]
    [InlineData("services.txt", List, "RDP0068", "| ConvertTo-Json -Depth 5")]
    [InlineData("notes.pdf", "%PDF-1.7\n", "RDP0069", "reg export")]
    [InlineData("x/[Content_Types].xml", "<?xml?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">", "RDP0069", "reg export")]
    public void What_people_have_instead_is_told_with_the_command_that_gives_what_is_read(string name, string text, string id, string command)
    {
        var collected = Collect(Source.FromText(name, text));

        var note = Assert.Single(collected.Diagnostics);
        Assert.Equal((id, DiagnosticEffect.Note), (note.Id, note.Effect));
        Assert.StartsWith($"'{name}' is ", note.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("…", note.Message, StringComparison.Ordinal);
        Assert.Contains(command, note.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", note.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", note.Message, StringComparison.Ordinal);
        var input = Assert.Single(collected.Inputs);
        Assert.Equal(InputOutcome.Foreign, input.Outcome);
        Assert.Contains(command, input.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("89504E470D0A1A0A", "a picture")]
    [InlineData("FFD8FFE000104A464946", "a picture")]
    [InlineData("474946383961", "a picture")]
    [InlineData("424D360000000000000036000000", "a picture")]
    [InlineData("524946460000000057454250", "a picture")]
    [InlineData("D0CF11E0A1B11AE1", "a document (PDF or Office)")]
    [InlineData("D4C3B2A102000400", "a recording of a network (pcap)")]
    [InlineData("0A0D0D0A1C0000004D3C2B1A", "a recording of a network (pcap)")]
    [InlineData("0A0D0D0A", null)]
    [InlineData("00", null)]
    public void Files_for_eyes_are_known_by_their_first_bytes(string hexadecimal, string? name) =>
        Assert.Equal(name, new UnreadFormatReader().Recognise(new(Convert.FromHexString(hexadecimal)))?.Name);

    /// <summary>Nothing of these is an output: text that has something like it, a script that sets a policy, a table of another program.</summary>
    [Theory]
    [InlineData("A heading\n---------\nand text\n")]
    [InlineData("netsh advfirewall set allprofiles firewallpolicy blockinbound,allowoutbound\n")]
    [InlineData("| Name | Value |\n| ---- | ----- |\n| a | b |\n")]
    [InlineData(" id | name\n----+------\n  1 | a\n")]
    [InlineData("one two\n--- ---- \n")]
    [InlineData("Name : a\nb : c\nd : e\n")]
    [InlineData("<html><body>RSOP</body></html>")]
    [InlineData("RSOP is what gpresult shows.\n")]
    [InlineData("")]
    public void Other_texts_are_let_alone(string text)
    {
        var collected = Collect(Source.FromText("a.txt", text));

        Assert.Empty(collected.Diagnostics);
        Assert.Null(Assert.Single(collected.Inputs).Reason);
    }

    [Fact]
    public void A_text_in_the_encoding_of_Windows_is_known_too() =>
        Assert.NotNull(new UnreadFormatReader().Recognise(new(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Results)).ToArray())));

    [Fact]
    public void Damaged_files_do_no_harm()
    {
        string[] texts = [Page, Results, Profiles, Rules, Table, List];
        foreach (var (bytes, _) in texts.SelectMany(text => Robustness.Variants(Encoding.UTF8.GetBytes(text), 300)))
        {
            new UnreadFormatReader().Recognise(new(bytes));
        }

        Robustness.Check(new UnreadFormatReader(), "a.txt", Encoding.UTF8.GetBytes(Table));
    }

    private static Collected Collect(Source source) =>
        Collected.From(new SourceTree([source]), EvidenceReaders.All, Demand.Everything, DeploymentInputs.None, CancellationToken.None);
}
