using RdpCompliance.Engine.Derivations.Rights;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Readers.Registry.Hives;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Rights;

public sealed class AccountRightsTests
{
    private const string Accounts = @"HKEY_LOCAL_MACHINE\SECURITY\Policy\Accounts";

    [Fact]
    public void Each_bit_is_a_right()
    {
        var rights = RightsOf($"[{Accounts}]", Account("S-1-5-32-544", "ff,0f,00,00"), Account("S-1-5-32-555", "00,04,00,00"));

        Assert.Equal("*S-1-5-32-544, *S-1-5-32-555", rights["SeRemoteInteractiveLogonRight"]);
        Assert.Equal(
            "SeBatchLogonRight SeDenyBatchLogonRight SeDenyInteractiveLogonRight SeDenyNetworkLogonRight SeDenyRemoteInteractiveLogonRight SeDenyServiceLogonRight SeInteractiveLogonRight SeNetworkLogonRight SeServiceLogonRight",
            string.Join(' ', rights.Where(right => right.Value == "*S-1-5-32-544").Select(right => right.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void An_account_without_a_mask_has_no_right()
    {
        var rights = RightsOf($"[{Accounts}]", $@"[{Accounts}\S-1-5-19]");

        Assert.Equal(10, rights.Count);
        Assert.All(rights.Values, holders => Assert.Equal("", holders));
    }

    [Fact]
    public void A_source_that_does_not_cover_the_accounts_says_nothing() => Assert.Empty(RightsOf(Account("S-1-1-0", "02,00,00,00")));

    [Theory]
    [InlineData("S-1-5-32-544", "07,04,00")]
    [InlineData("Administrators", "07,04,00,00")]
    public void What_cannot_be_read_may_be_anybodys_right(string account, string mask) =>
        Assert.StartsWith("the rights of one of", RightsOf($"[{Accounts}]", Account(account, mask))["SeRemoteInteractiveLogonRight"], StringComparison.Ordinal);

    /// <summary>Secrets and hashes stay unread beside the masks.</summary>
    [Fact]
    public void Of_account_data_only_the_masks_are_read()
    {
        var evidence = Read(
            $"[{Accounts}]",
            Account("S-1-1-0", "02,00,00,00"),
            @"[HKEY_LOCAL_MACHINE\SECURITY\Policy\Secrets\$MACHINE.ACC\CurrVal]",
            "@=hex(0):aa,bb",
            $@"[{Accounts}\S-1-1-0\Privilgs]",
            "@=hex(0):01");

        Assert.Equal(
            [@"HKLM\SECURITY\Policy\Accounts\S-1-1-0\ActSysAc!(default)"],
            evidence.Observations.Where(one => one.Action == ObservedAction.Set).Select(one => one.Address.ToString()));
        Assert.All(evidence.Observations.Where(one => one.Action == ObservedAction.Set), one => Assert.True(SecretAddresses.IsSecret(one.Address)));
    }

    /// <summary>A domain controller of 2014 and a Windows 10: who may log on by their hives is who may by the defaults of Windows.</summary>
    [CorpusFact]
    public void Real_hives_say_who_may_log_on()
    {
        var windows = OfHive("AndrewRathbun+DFIRArtifactMuseum/Win10/RathbunVM/SECURITY");

        Assert.Equal(["*S-1-5-32-544", "*S-1-5-32-555"], windows["SeRemoteInteractiveLogonRight"].Split(", ").Order(StringComparer.Ordinal));
        Assert.Equal("*S-1-5-80-0", windows["SeServiceLogonRight"]);
        Assert.Contains("*S-1-1-0", windows["SeNetworkLogonRight"], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> OfHive(string name)
    {
        var source = Corpus.Read(Corpus.Folder($"hives/{name}"));
        var evidence = new HiveReader().Read(new(source, Certainty.BySignature), ReadContext.Alone(source) with { Demand = PackDemand.Of(Repository.Pack) });
        Assert.DoesNotContain(evidence.Observations, one => one.Address.ToString()?.Contains("Secrets", StringComparison.OrdinalIgnoreCase) == true);
        return ToRights(evidence with { Coverage = [new Coverage.RegistryTree(RegistryKey.LocalMachine.Below("SECURITY"))] });
    }

    private static string Account(string sid, string mask) => $"[{Accounts}\\{sid}]\n[{Accounts}\\{sid}\\ActSysAc]\n@=hex(0):{mask}";

    private static Dictionary<string, string> RightsOf(params string[] lines) => ToRights(Read(lines));

    private static SourceEvidence Read(params string[] lines) =>
        new RegFileReader().ReadText($"Windows Registry Editor Version 5.00\n\n{string.Join('\n', lines)}\n", "security.reg");

    private static Dictionary<string, string> ToRights(SourceEvidence evidence) =>
        AccountRights.AddTo(evidence).Items.ToDictionary(item => item.Name, item => item.Find("value")?.Value.ToString() ?? "", StringComparer.Ordinal);
}
