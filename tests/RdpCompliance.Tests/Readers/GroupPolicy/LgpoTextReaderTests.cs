using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class LgpoTextReaderTests
{
    private static readonly LgpoTextReader Reader = new();

    [Theory]
    [InlineData("DWORD:1", "REG_DWORD 01000000")]
    [InlineData("DWORD:0x10", "REG_DWORD 10000000")]
    [InlineData("DWORD:-1", "REG_DWORD ffffffff")]
    [InlineData("DWORD:4294967295", "REG_DWORD ffffffff")]
    [InlineData("QWORD:5000000000", "REG_QWORD 00f2052a01000000")]
    [InlineData("QWORD:-2", "REG_QWORD feffffffffffffff")]
    [InlineData("SZ:", "REG_SZ 0000")]
    [InlineData(@"SZ:a\\0", "REG_SZ 61005c0030000000")]
    [InlineData(@"SZ:a\b", "REG_SZ 61005c0062000000")]
    [InlineData(@"SZ:a\", "REG_SZ 61005c000000")]
    [InlineData("SZ:DELETE; ü", "REG_SZ 440045004c004500540045003b002000fc000000")]
    [InlineData("EXSZ:%A%", "REG_EXPAND_SZ 2500410025000000")]
    [InlineData(@"MULTISZ:\0", "REG_MULTI_SZ 0000")]
    [InlineData("MULTISZ:", "REG_MULTI_SZ 0000")]
    [InlineData(@"MULTISZ:a\0b", "REG_MULTI_SZ 61000000620000000000")]
    [InlineData(@"MULTISZ:a\\b\0", "REG_MULTI_SZ 61005c00620000000000")]
    [InlineData("BINARY:00,ff,1", "REG_BINARY 00ff01")]
    [InlineData("BINARY:", "REG_BINARY ")]
    public void An_action_with_data_sets_the_value(string action, string expected) =>
        Assert.Equal($@"HKLM\Software\X!v {expected}", Reader.ReadText($"Computer\nSoftware\\X\nv\n{action}").Print());

    [Theory]
    [InlineData("v", "DELETE", @"delete HKCU\Software\X!v")]
    [InlineData("(Default)", "DELETE", @"delete HKCU\Software\X!(default)")]
    [InlineData("*", "DELETEALLVALUES", @"values HKCU\Software\X")]
    [InlineData("*", "CREATEKEY", @"key HKCU\Software\X")]
    [InlineData("A;B", "DELETEKEYS", "without HKCU\\Software\\X\\A\nwithout HKCU\\Software\\X\\B")]
    [InlineData("v", "CLEAR", "")]
    [InlineData("", "SZ:a", @"HKCU\Software\X!(default) REG_SZ 61000000")]
    public void An_action_without_data_deletes_or_creates(string name, string action, string expected)
    {
        var evidence = Reader.ReadText($"User\r\nSoftware\\X\r\n{name}\r\n{action}\r\n\r\n");

        Assert.Equal(expected, evidence.Print());
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("DWORD:[|3389|]")]
    [InlineData(@"SZ:[|C:\\x|]")]
    [InlineData("MULTISZ:[||]")]
    [InlineData("[|DELETE|]")]
    public void A_setting_is_placed_at_what_its_action_states(string action)
    {
        var (source, span) = MarkedText.One($"; a comment\n\nComputer\nSoftware\\X\nv\n{action}\n");

        Assert.Equal(span, Assert.Single(Reader.ReadAlone(source).Observations).Location.Span);
    }

    [Theory]
    [InlineData("DWORD:4294967296")]
    [InlineData("DWORD:one")]
    [InlineData("DWORD:0x")]
    [InlineData("DWORD:")]
    [InlineData("QWORD:18446744073709551616")]
    [InlineData("BINARY:100")]
    [InlineData("BINARY:0g,")]
    public void Wrong_data_leaves_the_value_unknown(string action)
    {
        var evidence = Reader.ReadText($"Computer\nSoftware\\X\nv\n{action}\n\nUser\nSoftware\\X\nw\nDELETE");

        Assert.Equal($"HKLM\\Software\\X!v Unreadable {action[(action.IndexOf(':') + 1)..]}\ndelete HKCU\\Software\\X!w", evidence.Print());
        Assert.Equal("RDP0113", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("Computer\nSoftware\\X\nv\ndword:1\n")]
    [InlineData("Computer\nSoftware\\X\nDWORD:1\n\n")]
    [InlineData("Computer\n\nv\nDWORD:1\n")]
    [InlineData("Computer\nSoftware\\X\n")]
    [InlineData("Computer\nSoftware\\X\nv\nUNKNOWN:1\n")]
    [InlineData("Machine\nSoftware\\X\nv\nDWORD:1\n")]
    public void A_damaged_setting_costs_only_itself(string damaged)
    {
        var evidence = Reader.ReadText(damaged + "User\nSoftware\\X\nw\nDELETE\n");

        Assert.Equal(@"delete HKCU\Software\X!w", evidence.Print());
        Assert.Equal(DiagnosticEffect.Damage, Assert.Single(evidence.Diagnostics).Effect);
    }

    /// <summary>What LGPO says of itself; a line with an action belongs to a setting.</summary>
    [Fact]
    public void A_banner_is_no_damaged_setting() =>
        Assert.Equal("RDP0195",
            Assert.Single(Reader.ReadText("LGPO.exe - Local Group Policy Object Utility\nVersion 3.0\n\nUser\nSoftware\\X\nw\nDELETE\n")
            .Diagnostics).Id);

    [Fact]
    public void A_file_is_a_gpo_of_its_own() =>
        Assert.Equal(
            new Origin.GroupPolicy("{00000000-0000-0000-0000-000000000001}/machine.txt"),
            Reader.ReadText("", "{00000000-0000-0000-0000-000000000001}/machine.txt").Origin);

    [Theory]
    [InlineData("; PARSING Computer POLICY\r\n\r\ncomputer\r\nA\\B\r\nc\r\nDWORD:1\r\n", Certainty.ByShape)]
    [InlineData("User\nA\n*\nCREATEKEY", Certainty.ByShape)]
    [InlineData("User\nguide\nto\nthe tool", null)]
    [InlineData("; only a comment", null)]
    [InlineData("", null)]
    public void It_is_claimed_by_its_first_setting(string text, Certainty? certainty)
    {
        Assert.Equal(certainty, Reader.ClaimAlone("a.txt", Encoding.UTF8.GetBytes(text))?.Certainty);
        Assert.Equal(certainty, Reader.ClaimAlone("a.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)])?.Certainty);
        Assert.Equal(certainty, Reader.ClaimAlone("a.txt", Encoding.UTF8.GetBytes(new string(';', 5000) + "\n" + text))?.Certainty);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("windows-1252")]
    public void Robust(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Robustness.Check(
            Reader,
            "lgpo.txt",
            Encoding
                .GetEncoding(encoding)
                .GetBytes(
                    "; Grüße\r\n\r\nComputer\r\nSoftware\\X\r\nv\r\nDWORD:1\r\n\r\nUser\r\nSoftware\\Y\r\nü\r\nMULTISZ:a\\0b\\\\\r\n\r\nUser\r\nK\r\nA;B\r\nDELETEKEYS\r\n"
                ));
    }
}
