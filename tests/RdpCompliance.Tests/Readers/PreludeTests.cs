using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers;

/// <summary>Output with lines before the data is read, and what was passed over is said.</summary>
public sealed class PreludeTests
{
    private const string Services = "[ { \"Name\": \"TermService\", \"Status\": 4, \"StartType\": 3 } ]";
    private const string Query = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\TermService\r\n    Start    REG_DWORD    0x3\r\n";
    private const string Lgpo = "Computer\nSoftware\\X\nv\nDWORD:1\n";
    private const string Inheritance =
        "{ \"Name\": \"x\", \"Path\": \"ou=x,dc=contoso,dc=com\", \"GpoInheritanceBlocked\": false, \"GpoLinks\": [], \"InheritedGpoLinks\": [] }";
    private const string Event =
        "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System><Provider Name=\"TermDD\"/><EventID>56</EventID><TimeCreated SystemTime=\"2026-01-02T03:04:05Z\"/></System></Event>";

    [Theory]
    [InlineData("a.json",
        "[|\u001b[33;1mWARNING: Resulting JSON is truncated as serialization has exceeded the set depth of 2.\u001b[0m|]\n", Services)]
    [InlineData("a.json", "[|[33;1mWARNING: Resulting JSON is truncated.[0m|]\n", Services)]
    [InlineData("a.json", "[|PS C:\\> Get-Service | ConvertTo-Json|]\n", Services)]
    [InlineData("a.json", "[|WARNING: one|]\n\ufeff", Services)]
    [InlineData("a.json", "[|PS C:\\> Get-GPInheritance -Target $ou|]\n", Inheritance)]
    [InlineData("a.txt", "\r\n[|C:\\>reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\TermService /s|]\r\n\r\n", Query)]
    [InlineData("a.xml", "[|evtxexport 20181227|]\n\n", Event)]
    [InlineData("a.xml", "[|-|] ", Event)]
    [InlineData("a.txt", "[|LGPO.exe - Local Group Policy Object Utility\r\nVersion 3.0.2004.13001|]\r\n\r\n", Lgpo)]
    public void Lines_before_the_data_are_passed_over_and_said(string name, string before, string data)
    {
        var (text, spans) = MarkedText.Split(before + data);

        var result = Packs.Scan(
            Packs.Only("subject: machine\nrequire: { setting: rdp-port, equals: 3389 }"),
            Packs.Settings with { Roles = ["host"] },
            (name, text));

        Assert.Equal(InputOutcome.Read, Assert.Single(result.Inputs).Outcome);
        var said = Assert.Single(result.Diagnostics);
        Assert.Equal(("RDP0195", DiagnosticEffect.Note), (said.Id, said.Effect));
        Assert.Equal(spans[0], said.Location.Span);
    }

    [Theory]
    [InlineData("a.json", "\r\n  ", Services)]
    [InlineData("a.json", "\ufeff", Services)]
    [InlineData("a.txt", "\r\n", Query)]
    [InlineData("a.xml", "<?xml version=\"1.0\"?>\n", Event)]
    [InlineData("a.txt", "; a comment\n\n", Lgpo)]
    public void Blanks_before_the_data_need_no_word(string name, string before, string data)
    {
        var result = Packs.Scan(Packs.Only("subject: machine\nrequire: { setting: rdp-port, equals: 3389 }"), Packs.Settings with { Roles = ["host"] },
            (name, before + data));

        Assert.Equal(InputOutcome.Read, Assert.Single(result.Inputs).Outcome);
        Assert.Empty(result.Diagnostics);
    }

    /// <summary>A page that shows an output at its end is no output.</summary>
    [Theory]
    [InlineData("a.md", Query)]
    [InlineData("a.md", Lgpo)]
    [InlineData("a.md", Services)]
    [InlineData("a.md", Event)]
    public void Many_lines_before_the_data_make_it_something_else(string name, string data)
    {
        var text = string.Concat(Enumerable.Range(0, 30).Select(line => $"Line {line}.\n")) + data;

        Assert.Equal(InputOutcome.Foreign,
            Assert.Single(Packs.Scan(Packs.Only("subject: machine\nrequire: { setting: rdp-port, equals: 3389 }"), Packs.Settings with { Roles = ["host"] },
            (name, text)).Inputs).Outcome);
    }
}
