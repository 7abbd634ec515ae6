using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Realms;

public sealed class MachinesTests
{
    private const string Header = "Windows Registry Editor Version 5.00\n\n";
    private const string Allowed = "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:00000000\n";
    private const string Named = "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName]\n\"ComputerName\"=\"HOST07\"\n\n";
    private const string Policies = "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services]\n";

    [Fact]
    public void Files_of_one_folder_are_one_machine_with_the_name_that_one_of_them_carries()
    {
        var machine = Assert.Single(
            Machines(("a/system.reg", Header + Named + Allowed), ("a/software.reg", Header + Policies), ("a/x.rdp", "full address:s:other\n")));

        Assert.Equal("HOST07", machine.Name);
        Assert.Equal(2, machine.Evidence.Evidence.Length);
        Assert.Equal("host, client", RolesOf(machine));
    }

    [Fact]
    public void Two_machines_in_two_folders_stay_two() =>
        Assert.Equal(["a", "b"], Machines(("a/x.reg", Header + Policies), ("b/x.reg", Header + Policies)).Select(machine => machine.Name));

    [Fact]
    public void Two_names_in_one_folder_are_two_machines_and_the_unnamed_rest_is_a_third()
    {
        var second = Named.Replace("HOST07", "HOST08", StringComparison.Ordinal);

        Assert.Equal(
            ["HOST07", "HOST08", "a"],
            Machines(("a/1.reg", Header + Named), ("a/2.reg", Header + second), ("a/3.reg", Header + Policies)).Select(machine => machine.Name));
    }

    [Fact]
    public void One_name_in_two_folders_is_one_machine() =>
        Assert.Equal("HOST07", Assert.Single(Machines(("a/1.reg", Header + Named), ("b/2.reg", Header + Named + Allowed))).Name);

    [Fact]
    public void A_declared_host_takes_its_paths_and_roles()
    {
        var settings = Packs.Settings with { Hosts = [new("web01", ["exports/web/**"], ["session-host"], [], null)] };

        var machines = Machines(
            settings,
            ("exports/web/deep/1.reg", Header + Named),
            ("exports/web/2.reg", Header + Allowed),
            ("other/3.reg", Header + Policies));

        Assert.Equal(["web01", "other"], machines.Select(machine => machine.Name));
        Assert.Equal("session-host", RolesOf(machines[0]));
    }

    [Theory]
    [InlineData("\"ProductType\"=\"ServerNT\"", "host")]
    [InlineData("\"ProductType\"=\"LanmanNT\"", "host")]
    [InlineData("\"ProductType\"=\"WinNT\"", "nothing")]
    public void A_server_edition_is_a_host(string value, string roles) =>
        Assert.Equal(
            roles,
            RolesOf(Assert.Single(Machines(("a/x.reg", $"{Header}[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions]\n{value}\n")))));

    [Theory]
    [InlineData("pc/SYSTEM", "pc/SOFTWARE", "pc/NTUSER.DAT")]
    [InlineData("F/Windows/System32/config/SYSTEM", "F/Windows/System32/config/SOFTWARE", "F/Users/x/NTUSER.DAT")]
    public void The_hives_of_one_machine_are_one_machine(string system, string software, string user)
    {
        var sources = new[]
        {
            Source.FromBytes(
                system,
                new HiveBuilder()
                    .Dword("Select", "Current", 1)
                    .Value(@"ControlSet001\Control\ComputerName\ComputerName", "ComputerName", RegistryData.Text(RegistryType.String, "PC01"))
                    .Dword(@"ControlSet001\Control\Terminal Server", "fDenyTSConnections", 0)
                    .Dword(@"ControlSet001\Services\TermService", "Start", 3)
                    .Build()),
            Source.FromBytes(
                software,
                new HiveBuilder()
                    .Key("Classes")
                    .Key("Policies")
                    .Value(@"Microsoft\Windows NT\CurrentVersion", "CurrentBuildNumber", RegistryData.Text(RegistryType.String, "19045"))
                    .Build()),
            Source.FromBytes(user, new HiveBuilder().Key("Control Panel").Key(@"Software\Microsoft\Terminal Server Client\Default").Build()),
            Source.FromText(
                $"{SourceTree.Normalise($"{system}/..")}/services.txt",
                "\nSERVICE_NAME: TermService\n        TYPE               : 30  WIN32\n        STATE              : 1  STOPPED\n        WIN32_EXIT_CODE    : 0  (0x0)\n        SERVICE_EXIT_CODE  : 0  (0x0)\n        CHECKPOINT         : 0x0\n        WAIT_HINT          : 0x0\n"
            ),
        };
        var estate = RealmSet.Of(Packs.Settings, sources);

        var machines = estate.OfKind(SubjectKind.Machine).Where(machine => machine.Evidence.Evidence.Length > 1).ToList();
        var machine = Assert.Single(machines);
        Assert.Equal(("PC01", "host, client"), (machine.Name, RolesOf(machine)));
        Assert.Equal("19045", estate.FactOf(machine, "os.build").Value?.ToString());
    }

    [Fact]
    public void Two_gpos_of_one_report_are_judged_apart()
    {
        const string Report = """
            <PolicyRules>
              <ComputerConfig><Key>SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services</Key><Value>fDenyTSConnections</Value><RegType>REG_DWORD</RegType><RegData>1</RegData><SourceFile>a</SourceFile><PolicyName>Deny</PolicyName></ComputerConfig>
              <ComputerConfig><Key>SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services</Key><Value>fDenyTSConnections</Value><RegType>REG_DWORD</RegType><RegData>0</RegData><SourceFile>b</SourceFile><PolicyName>Allow</PolicyName></ComputerConfig>
            </PolicyRules>
            """;

        var findings = Packs
            .Scan(Packs.Only("subject: machine\nrequire: { setting: rdp.deny-connections, equals: 0 }"), Packs.Settings, ("x.PolicyRules", Report))
            .Findings;

        Assert.Equal("gpo 'Deny'", Assert.Single(findings).Subject.ToString());
    }

    private static IReadOnlyList<Subject> Machines(params (string Name, string Text)[] files) => Machines(Packs.Settings, files);

    private static IReadOnlyList<Subject> Machines(ScanSettings settings, params (string Name, string Text)[] files)
    {
        return RealmSet.Of(settings, files.Select(file => Source.FromText(file.Name, file.Text))).OfKind(SubjectKind.Machine);
    }

    private static string? RolesOf(Subject machine) => machine.Derived["roles"].Value?.ToString();
}
