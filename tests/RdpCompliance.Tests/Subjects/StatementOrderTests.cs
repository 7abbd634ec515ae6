using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Subjects;

/// <summary>Within one source, later statements win.</summary>
public sealed class StatementOrderTests
{
    private const string Denied = "subject: machine\nrequire: { setting: rdp.deny-connections, equals: 0 }";
    private const string Listener = @"[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]";
    private const string Policy = @"SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services";
    private const string DenyValue = "fDenyTSConnections";

    [Theory]
    [InlineData("\"PortNumber\"=dword:1", Verdict.Fail)]
    [InlineData("\"PortNumber\"=dword:1\n\"PortNumber\"=dword:d3d", Verdict.Pass)]
    [InlineData("\"PortNumber\"=dword:1\n\"PortNumber\"=-", Verdict.Pass)]
    [InlineData("\"PortNumber\"=dword:1\n[-HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp]",
        Verdict.Pass)]
    [InlineData("\"PortNumber\"=dword:1\n[-HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control]", Verdict.Pass)]
    [InlineData("\"PortNumber\"=dword:1\n[-HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tc]", Verdict.Fail)]
    [InlineData(
        "[-HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control]\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp]\n\"PortNumber\"=dword:1",
        Verdict.Fail
    )]
    public void A_registry_file_leaves_what_importing_it_leaves(string statements, Verdict expected) =>
        Assert.Equal(expected, Packs.Judge("subject: machine\nrequire: { setting: rdp-port, equals: 3389 }", $"{Listener}\n{statements}")?.Verdict);

    [Fact]
    public void A_key_that_is_deleted_later_is_none()
    {
        var finding = Packs.Judge(
            "subject: machine\nrequire: { none: listeners, where: { field: name, equals: Other } }",
            """
            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations]
            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\Other]
            "fEnableWinStation"=dword:00000001
            [-HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\Other]
            """);

        Assert.NotEqual(Verdict.Fail, finding?.Verdict);
    }

    [Fact]
    public void A_list_of_values_holds_the_last_of_each_name()
    {
        var finding = Packs.Judge(
            "subject: machine\nrequire: { not: { setting: delegation.allow-default-servers, contains: 'TERMSRV/*' } }",
            """
            [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows\CredentialsDelegation\AllowDefaultCredentials]
            "1"="TERMSRV/*"
            "1"="TERMSRV/srv01"
            """,
            Packs.Settings with { Roles = ["client"] });

        Assert.NotEqual(Verdict.Fail, finding?.Verdict);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("**delvals.", false)]
    [InlineData("**DelVals.", false)]
    [InlineData("**DeleteKeys", false)]
    [InlineData("**DeleteValues", false)]
    [InlineData("**del.fDenyTSConnections", false)]
    public void What_a_policy_file_deletes_behind_a_value_takes_it_back(string instruction, bool fails)
    {
        var file = new PolicyFile().Add(Policy, DenyValue, RegistryData.Dword(1));
        if (instruction.Length > 0)
        {
            var isOfKeys = instruction == "**DeleteKeys";
            file.AddText(isOfKeys ? @"SOFTWARE\Policies\Microsoft\Windows NT" : Policy, instruction, isOfKeys ? "Terminal Services"
                : instruction == "**DeleteValues" ? DenyValue : " ");
        }

        Assert.Equal(fails ? [Verdict.Fail] : [], VerdictsOf(file));
        Assert.Equal([Verdict.Fail], VerdictsOf(file.Add(Policy, DenyValue, RegistryData.Dword(1))));
    }

    [Fact]
    public void A_value_that_is_set_only_where_it_is_absent_fails_with_a_proviso() =>
        Assert.Contains(
            "a value that is there before, which stays, was not collected",
            Assert.Single(FindingsOf(new PolicyFile().Add(Policy, $"**soft.{DenyValue}", RegistryData.Dword(1)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_soft_value_does_nothing_behind_one_that_the_file_sets()
    {
        Assert.Empty(VerdictsOf(new PolicyFile().Add(Policy, DenyValue, RegistryData.Dword(0))
            .Add(Policy, $"**soft.{DenyValue}", RegistryData.Dword(1))));
        Assert.Equal([Verdict.Fail],
            VerdictsOf(new PolicyFile().Add(Policy, DenyValue, RegistryData.Dword(1))
            .Add(Policy, $"**soft.{DenyValue}", RegistryData.Dword(0))));
    }

    [Fact]
    public void A_soft_value_behind_a_deletion_is_set_for_certain()
    {
        var finding = Assert.Single(FindingsOf(new PolicyFile().AddText(Policy, $"**del.{DenyValue}", " ")
            .Add(Policy, $"**soft.{DenyValue}", RegistryData.Dword(1))));

        Assert.DoesNotContain("unless", finding.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Verdict> VerdictsOf(PolicyFile file) => FindingsOf(file).Select(finding => finding.Verdict);

    private static IEnumerable<Finding> FindingsOf(PolicyFile file) =>
        new Scan(Packs.Only(Denied), EvidenceReaders.All, Packs.Settings)
            .Run(new SourceTree([Source.FromBytes("Registry.pol", file.Bytes)]), CancellationToken.None).Findings;
}
