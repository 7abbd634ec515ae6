using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry;

public sealed class MountedHivesTests
{
    private const string Version5 = "Windows Registry Editor Version 5.00\n\n";

    [Theory]
    [InlineData(@"HKLM\BROKENSYSTEM", @"ControlSet001\Services\TermService", @"HKLM\SYSTEM")]
    [InlineData(@"HKEY_LOCAL_MACHINE\OFFLINE-SW", @"Microsoft\Windows NT\CurrentVersion", @"HKLM\SOFTWARE")]
    [InlineData(@"HKLM\x", @"Policies\Microsoft", @"HKLM\SOFTWARE")]
    [InlineData(@"HKLM\x", "Select", @"HKLM\SYSTEM")]
    [InlineData("", @"ControlSet002\Control", @"HKLM\SYSTEM")]
    [InlineData("", "Microsoft", @"HKLM\SOFTWARE")]
    public void A_mounted_hive_is_told_by_its_children(string mount, string child, string hive)
    {
        var evidence = new RegFileReader()
            .ReadText($"{Version5}[{(mount.Length == 0 ? "\\" : mount)}]\n\n[{mount}\\{child}]\n\"v\"=dword:1\n", "a.reg");

        Assert.Equal($"key {hive}\nkey {hive}\\{child}\n{hive}\\{child}!v REG_DWORD 01000000", evidence.Print());
        Assert.Equal(("RDP0196", DiagnosticEffect.Note), (Assert.Single(evidence.Diagnostics).Id, evidence.Diagnostics[0].Effect));
    }

    [Fact]
    public void A_listing_of_reg_query_is_told_likewise()
    {
        var evidence = new RegQueryReader().ReadText(
            "HKEY_LOCAL_MACHINE\\BROKENSYSTEM\\Select\r\n    Current    REG_DWORD    0x1\r\n    Default    REG_DWORD    0x1\r\n\r\nHKEY_LOCAL_MACHINE\\BROKENSYSTEM\\ControlSet001\\Services\\TermService\r\n    Start    REG_DWORD    0x4\r\n"
        );

        Assert.Contains(@"HKLM\SYSTEM\ControlSet001\Services\TermService!Start REG_DWORD 04000000", evidence.PrintValues(),
            StringComparison.Ordinal);
        Assert.Equal("RDP0196", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData(@"[HKLM\SYSTEM\ControlSet001]")]
    [InlineData(@"[HKLM\OTHER\ControlSet002]")]
    public void Of_two_Windows_nobody_knows_whose_values_count(string other)
    {
        var evidence = new RegFileReader()
            .ReadText($"{Version5}[HKLM\\BROKENSYSTEM\\ControlSet001\\Services\\TermService]\n\"Start\"=dword:4\n\n{other}\n\"v\"=dword:1\n", "a.reg");

        Assert.DoesNotContain("TermService", evidence.PrintValues(), StringComparison.Ordinal);
        Assert.Contains("RDP0198", evidence.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Keys_without_a_root_are_one_diagnostic_and_not_one_each()
    {
        var keys = string.Concat(Enumerable.Range(0, 50).Select(number => $"[\\Key{number}]\n\"v\"=dword:1\n\n"));

        var evidence = new RegFileReader().ReadText($"{Version5}[\\]\n\n{keys}", "a.reg");

        Assert.Equal(("RDP0197", DiagnosticEffect.Damage), (Assert.Single(evidence.Diagnostics).Id, evidence.Diagnostics[0].Effect));
        Assert.Empty(evidence.Observations);
        Assert.Empty(evidence.Coverage);
    }

    /// <summary>The export of Debian's tool, with and without its root.</summary>
    [OutsideFact("hivexregedit")]
    public void Hivexregedit_without_a_prefix_says_the_same_as_with_one()
    {
        using var folder = new TemporaryFolder();
        folder.Write("SYSTEM", new HiveBuilder().Dword(@"ControlSet001\Services\TermService", "Start", 4).Build());

        var bare = new RegFileReader().ReadText(Export(), "bare.reg");
        var rooted = new RegFileReader().ReadText(Export("--prefix", @"HKEY_LOCAL_MACHINE\SYSTEM"), "rooted.reg");

        Assert.Equal(rooted.Print(), bare.Print());
        Assert.Contains("TermService!Start", bare.PrintValues(), StringComparison.Ordinal);

        string Export(params string[] options) =>
            OutsideTool.Run("hivexregedit", ["--export", .. options, "SYSTEM", "\\"], folder.Path).Output;
    }

    [Theory]
    [InlineData("\"a\\nb\"", "REG_SZ 61000a0062000000")]
    [InlineData("\"a\\r\\nb\"", "REG_SZ 61000d000a0062000000")]
    [InlineData("str(1):\"a\\\\b\"", "REG_SZ 61005c0062000000")]
    [InlineData("str:\"a\"", "REG_SZ 61000000")]
    [InlineData("str(2):\"%a%\"", "REG_EXPAND_SZ 2500610025000000")]
    [InlineData("str(7):\"a\"", "REG_MULTI_SZ 610000000000")]
    public void Texts_of_Wine_are_read(string data, string expected)
    {
        var evidence = new RegFileReader().ReadText($"{Version5}[HKLM\\SOFTWARE\\A]\n\"v\"={data}\n", "a.reg");

        Assert.Equal($@"HKLM\SOFTWARE\A!v {expected}", evidence.PrintValues());
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("(Default)", "(value not set)")]
    [InlineData("(Standard)", "(Wert nicht gesetzt)")]
    [InlineData("(par défaut)", "(valeur non définie)")]
    public void An_unnamed_value_that_is_not_set_is_none(string name, string data)
    {
        var evidence = new RegQueryReader().ReadText($"\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\A\r\n    {name}    REG_SZ    {data}\r\n\r\n");

        Assert.Equal(@"delete HKLM\SOFTWARE\A!(default)", evidence.PrintValues());
        Assert.Empty(evidence.Diagnostics);
    }
}
