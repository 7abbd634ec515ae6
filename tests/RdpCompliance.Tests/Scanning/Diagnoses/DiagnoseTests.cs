using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning.Diagnoses;

public sealed class DiagnoseTests
{
    private const string Terminal = @"[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]";
    private const string Listener = @"[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]";
    private static readonly ErrorPair Pair = new(0x904, 7);

    public static TheoryData<string> Healthy =>
        [.. Directory.EnumerateDirectories(Repository.At("tests/corpus/healthy")).Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Healthy))]
    public void A_healthy_host_has_nothing_and_most_is_ruled_out(string machine)
    {
        foreach (var pair in new[] { Pair, new(3, 7) })
        {
            var target = Assert.Single(Diagnosed(PlantedMachine.Healthy(machine).Tree(), new(pair)).Targets);
            var all = target.Causes.Concat(target.Residue).ToList();

            Assert.Empty(all.Concat(target.Others).Where(cause => cause.Verdict == CauseVerdict.Present).Select(cause => cause.Cause.Id));
            Assert.True(all.Count(cause => cause.Verdict == CauseVerdict.RuledOut) * 2 > all.Count, $"{all.Count} causes");
        }
    }

    [Fact]
    public void What_is_ruled_out_says_where_and_what_is_unknown_says_what_it_needs()
    {
        var target = Assert.Single(Diagnosed(PlantedMachine.Healthy("server-2022").Tree(), new(Pair)).Targets);

        Assert.Contains(Find(target, "remote-desktop-disabled-local").Findings, finding => finding.Primary.Location.Source.Name == "host.reg");
        Assert.All(
            target.Causes.Concat(target.Residue).Where(cause => cause.Verdict == CauseVerdict.Unknown),
            cause => Assert.False(string.IsNullOrEmpty(cause.Need?.What), cause.Cause.Id));
        Assert.All(target.Causes.Where(cause => cause.Verdict == CauseVerdict.Manual), cause => Assert.NotNull(cause.Cause.Test));
    }

    [Fact]
    public void What_a_layer_that_was_not_collected_may_undo_is_said_with_its_command()
    {
        var cause = Find(Only(("a.reg", Reg($"{Terminal}\n\"fDenyTSConnections\"=dword:00000001"))), "remote-desktop-disabled-local");

        Assert.Equal(CauseVerdict.Present, cause.Verdict);
        Assert.Contains(cause.Unless, need => need.Command?.StartsWith("reg export", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_log_that_says_nothing_leaves_the_others_their_word()
    {
        var target = Assert.Single(Diagnosed(PlantedMachine.Healthy("server-2022").Tree(), new(Pair)).Targets);

        Assert.Equal(CauseVerdict.RuledOut, Find(target, "rdp-certificate-missing-or-not-regenerated").Verdict);
        Assert.Equal(CauseVerdict.Unknown, Find(target, "termdd-security-layer-error").Verdict);
    }

    [Fact]
    public void A_cause_comes_with_what_it_implies()
    {
        var target = Only((
            "a.reg", Reg(@"[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server]
""Enabled""=dword:00000000

[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.3\Server]
""Enabled""=dword:00000000

" + $"{Terminal}\n\"fDenyTSConnections\"=dword:00000000")));

        Assert.Equal("tls-protocol-disabled", Find(target, "security-layer-mismatch").ImpliedBy);
        Assert.Equal("tls-protocol-disabled", target.Causes[0].Cause.Id);
    }

    [Fact]
    public void What_fits_the_codes_comes_before_what_shows_others()
    {
        var target = Only(("a.reg", Reg($"{Terminal}\n\"fDenyTSConnections\"=dword:00000001\n\n"
            + Listener + "\n\"fAllowSecProtocolNegotiation\"=dword:00000000")));

        Assert.Equal(["security-layer-mismatch", "remote-desktop-disabled-local"], Present(target));
        Assert.True(Find(target, "remote-desktop-disabled-local").ShowsOther);
    }

    [Fact]
    public void Residue_stands_apart()
    {
        var target = Only(("a.reg", Reg($"{Terminal}\n\"fDenyTSConnections\"=dword:00000000\n\n"
            + Listener + "\n\"UserAuthentication\"=dword:00000000")));

        Assert.Empty(Present(target));
        Assert.Equal(["nla-disabled-residue"], target.Residue.Where(cause => cause.Verdict == CauseVerdict.Present).Select(cause => cause.Cause.Id));
    }

    [Fact]
    public void The_machine_of_the_client_is_no_target_and_speaks_at_every_one()
    {
        var files = new[]
        {
            ("host/a.reg", Reg($"{Name("SRV01")}\n\n{Terminal}\n\"fDenyTSConnections\"=dword:00000000")),
            ("laptop/b.reg", Reg($"{Name("LAP01")}\n\n"
                + @"[HKEY_CURRENT_USER\Software\Microsoft\Terminal Server Client]" + "\n\"RDGClientTransport\"=dword:00000001\n\n"
                + @"[HKEY_CURRENT_USER\Software\Microsoft\Terminal Server Client\Default]" + "\n\"MRU0\"=\"SRV01\"")),
        };

        var diagnosis = Diagnosed(Tree(files), new(Pair));

        Assert.Equal("SRV01", Assert.Single(diagnosis.Targets).Name);
        Assert.Equal("LAP01", Assert.Single(diagnosis.Clients));
        Assert.Contains("rdgclienttransport-rpc-http-forced", Assert.Single(diagnosis.Targets).Residue
            .Where(cause => cause.Verdict == CauseVerdict.Present)
            .Select(cause => cause.Cause.Id));
    }

    [Fact]
    public void The_target_that_is_named_is_a_host_and_the_only_one()
    {
        var files = new[]
        {
            ("a/a.reg", Reg($"{Name("SRV01")}\n\n{Terminal}\n\"fDenyTSConnections\"=dword:00000001")),
            ("b/b.reg", Reg($"{Name("SRV02")}\n\n{Terminal}\n\"fDenyTSConnections\"=dword:00000000")),
        };

        var diagnosis = Diagnosed(Tree(files), new(Pair) { Target = "srv02.contoso.com" });

        Assert.Equal("SRV02", Assert.Single(diagnosis.Targets).Name);
        Assert.Contains("host", diagnosis.Targets[0].Roles);
        Assert.Equal("SRV01", Assert.Single(diagnosis.Unasked));
    }

    [Fact]
    public void A_connection_file_alone_is_about_the_host_that_it_names()
    {
        var target = Only(("office.rdp", "full address:s:srv01.contoso.com\nenablecredsspsupport:i:0\n"));

        Assert.Equal(("srv01.contoso.com", "connection-file"), (target.Name, target.Kind));
        Assert.Equal(CauseVerdict.Present, Find(target, "nla-client-host-mismatch").Verdict);
    }

    [Fact]
    public void A_policy_alone_proves_what_it_does_to_whatever_machine_it_reaches()
    {
        var target = Only(("policy/Registry.txt", "Computer\nSOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\nfDenyTSConnections\nDWORD:1\n"));

        Assert.Equal("gpo", target.Kind);
        Assert.Equal(["remote-desktop-disabled-by-gpo"], Present(target));
    }

    [Fact]
    public void A_virtual_machine_of_a_template_is_a_target_with_the_group_before_it()
    {
        var target = Only(("main.json", Machine(access: "Deny")));

        Assert.Equal("virtual-machine", target.Kind);
        Assert.Contains("azure-nsg-inbound-rdp-missing", Present(target));
        Assert.DoesNotContain("azure-nsg-inbound-rdp-missing", Present(Only(("main.json", Machine(access: "Allow")))));
    }

    [Fact]
    public void A_virtual_machine_and_what_was_collected_inside_it_are_one_target()
    {
        var target = Only(
            ("vm.json", Stopped),
            ("host.reg", Reg($"{Name("vm1")}\n\n{Terminal}\n\"fDenyTSConnections\"=dword:00000000\n\n"
                + $"{Listener}\n\"fAllowSecProtocolNegotiation\"=dword:00000000")));

        Assert.Equal("vm1", target.Name);
        Assert.Contains("azure-vm-not-running", Present(target));
        Assert.Contains("security-layer-mismatch", Present(target));
    }

    [Fact]
    public void A_machine_of_another_name_is_another_target()
    {
        var diagnosis = Diagnosed(
            Tree([("vm.json", Stopped), ("host.reg", Reg($"{Name("other")}\n\n{Terminal}\n\"fDenyTSConnections\"=dword:00000000"))]),
            new(Pair));

        Assert.Equal("other vm1", string.Join(' ', diagnosis.Targets.Select(target => target.Name)));
    }

    [Fact]
    public void What_to_collect_next_is_ordered_by_what_it_decides()
    {
        var wanted = Diagnosed(PlantedMachine.Healthy("server-2022").Tree(), new(Pair)).ToCollect;

        Assert.Equal(wanted.OrderByDescending(input => input.Causes).Select(input => input.Causes), wanted.Select(input => input.Causes));
        Assert.Equal(wanted.Length, wanted.Select(input => input.Command ?? input.What).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_rule_that_is_switched_off_rules_nothing_out()
    {
        var settings = Settings(new(Pair)) with { Rules = [new("RDP1002", []) { IsOff = true }] };
        var result = new Diagnose(Repository.Pack, EvidenceReaders.All, settings).Run(PlantedMachine.Healthy("server-2022").Tree(), CancellationToken.None);

        Assert.Equal(CauseVerdict.Unknown, Find(Assert.Single(result.Diagnosis?.Targets ?? []), "remote-desktop-disabled-local").Verdict);
    }

    /// <summary>As <c>az vm get-instance-view</c> prints it.</summary>
    private const string Stopped = """
        {
          "id": "/subscriptions/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1",
          "name": "vm1", "type": "Microsoft.Compute/virtualMachines", "location": "westeurope", "provisioningState": "Succeeded",
          "storageProfile": { "osDisk": { "osType": "Windows" } },
          "networkProfile": { "networkInterfaces": [] },
          "instanceView": { "statuses": [ { "code": "ProvisioningState/succeeded" }, { "code": "PowerState/deallocated" } ] }
        }
        """;

    private static string Machine(string access) => $$"""
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
          "resources": [
            { "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-09-01", "name": "nsg1", "location": "westeurope", "properties": { "securityRules": [
              { "name": "rdp", "properties": { "priority": 300, "direction": "Inbound", "access": "{{access}}", "protocol": "*", "sourceAddressPrefix": "*",
                "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } } ] } },
            { "type": "Microsoft.Network/networkInterfaces", "apiVersion": "2023-09-01", "name": "nic1", "location": "westeurope", "properties": {
              "networkSecurityGroup": { "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg1')]" },
              "ipConfigurations": [ { "name": "a", "properties": { "privateIPAllocationMethod": "Dynamic" } } ] } },
            { "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2023-09-01", "name": "vm1", "location": "westeurope", "properties": {
              "storageProfile": { "osDisk": { "osType": "Windows", "createOption": "FromImage" } },
              "networkProfile": { "networkInterfaces": [ { "id": "[resourceId('Microsoft.Network/networkInterfaces', 'nic1')]" } ] } } }
          ]
        }
        """;

    private static string Name(string name) =>
        $"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName]\n\"ComputerName\"=\"{name}\"";

    private static string Reg(string body) => $"Windows Registry Editor Version 5.00\n\n{body}\n";

    private static IEnumerable<string> Present(DiagnosedTarget target) =>
        target.Causes.Where(cause => cause.Verdict == CauseVerdict.Present).Select(cause => cause.Cause.Id);

    private static DiagnosedCause Find(DiagnosedTarget target, string id) =>
        target.Causes.Concat(target.Residue).Concat(target.Others).First(cause => cause.Cause.Id == id);

    private static DiagnosedTarget Only(params (string Name, string Text)[] files) => Assert.Single(Diagnosed(Tree(files), new(Pair)).Targets);

    private static SourceTree Tree((string Name, string Text)[] files) => new(files.Select(file => Source.FromText(file.Name, file.Text)));

    private static ScanSettings Settings(DiagnosisQuestion question) => new() { AsOf = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Question = question };

    private static Diagnosis Diagnosed(SourceTree tree, DiagnosisQuestion question) =>
        new Diagnose(Repository.Pack, EvidenceReaders.All, Settings(question)).Run(tree, CancellationToken.None).Diagnosis
            ?? throw new InvalidOperationException("Nothing was answered.");
}
