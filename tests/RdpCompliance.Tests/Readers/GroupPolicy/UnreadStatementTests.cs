using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

/// <summary>A malformed statement costs something only where a rule could rest on it.</summary>
public sealed class UnreadStatementTests
{
    private const string Unread = @"Software\Microsoft\Windows\CurrentVersion\Policies\System";
    private const string Terminal = @"SYSTEM\CurrentControlSet\Control\Terminal Server";

    [Theory]
    [InlineData("GptTmpl.inf", "[Unicode]\nUnicode=yes\n[Registry Values]\nMACHINE\\KEY\\NAME=4,\n[Version]\nsignature=\"$CHICAGO$\"\n")]
    [InlineData(
        "a.PolicyRules",
        "<?xml version=\"1.0\"?><PolicyRules><ComputerConfig><Key>KEY</Key><Value>NAME</Value><RegType></RegType><RegData></RegData></ComputerConfig></PolicyRules>"
    )]
    [InlineData("a.reg", "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\KEY]\n\"NAME\"=dword:xyz\n")]
    [InlineData("a.txt", "HKEY_LOCAL_MACHINE\\KEY\n    NAME    REG_DWORD    x\n")]
    [InlineData("a.lgpo", "Computer\nKEY\nNAME\nDWORD:x\n")]
    [InlineData(
        "Machine/Preferences/Registry/Registry.xml",
        "<?xml version=\"1.0\"?><RegistrySettings clsid=\"{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}\"><Registry clsid=\"{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}\" name=\"x\"><Properties action=\"U\" hive=\"HKEY_LOCAL_MACHINE\" key=\"KEY\" name=\"NAME\" type=\"REG_DWORD\" value=\"x\"/></Registry></RegistrySettings>"
    )]
    public void A_malformed_value_that_no_rule_reads_is_a_note(string name, string text)
    {
        Assert.Equal((InputOutcome.Read, false), Scan(Unread, "InactivityTimeoutSecs"));
        Assert.Equal((InputOutcome.Damaged, true), Scan(Terminal, "fDenyTSConnections"));

        (InputOutcome, bool) Scan(string key, string value)
        {
            var result = Packs.Scan(Repository.Pack, Packs.Settings,
                (name, text.Replace("HKEY_", "HK_", StringComparison.Ordinal).Replace("KEY", key, StringComparison.Ordinal)
                .Replace("HK_", "HKEY_", StringComparison.Ordinal).Replace("NAME", value, StringComparison.Ordinal)));
            return (Assert.Single(result.Inputs)
                .Outcome, result.Diagnostics.Any(diagnostic => diagnostic.Effect == DiagnosticEffect.Damage));
        }
    }

    /// <summary>A report that breaks off is damaged; the backup beside it has its names and values all the same.</summary>
    [Fact]
    public void A_damaged_report_does_not_damage_its_backup()
    {
        const string Folder = "{6AC1786C-016F-11D2-945F-00C04FB984F9}";

        var result = Packs.Scan(
            Repository.Pack,
            Packs.Settings,
            (
                $"{Folder}/Backup.xml",
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><GroupPolicyBackupScheme xmlns=\"http://www.microsoft.com/GroupPolicy/GPOOperations\"><GroupPolicyObject><GroupPolicyCoreSettings><ID>{31B2F340-016D-11D2-945F-00C04FB984F9}</ID><DisplayName>Hosts</DisplayName></GroupPolicyCoreSettings></GroupPolicyObject></GroupPolicyBackupScheme>"
            ),
            ($"{Folder}/gpreport.xml", "<?xml version=\"1.0\" encoding=\"utf-8\"?><GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\"><Name>Ho"),
            (
                $"{Folder}/DomainSysvol/GPO/Machine/microsoft/windows nt/SecEdit/GptTmpl.inf",
                "[Unicode]\nUnicode=yes\n[Version]\nsignature=\"$CHICAGO$\"\n[Privilege Rights]\nSeDenyRemoteInteractiveLogonRight = *S-1-1-0\n"));

        Assert.Equal(
            [("Backup.xml", InputOutcome.Read), ("GptTmpl.inf", InputOutcome.Read), ("gpreport.xml", InputOutcome.Damaged)],
            result.Inputs.Select(input => (input.Name[(input.Name.LastIndexOf('/') + 1)..], input.Outcome)).Order());
        Assert.Contains(result.Findings, finding => finding.Rule.Id == "RDP1005");
    }
}
