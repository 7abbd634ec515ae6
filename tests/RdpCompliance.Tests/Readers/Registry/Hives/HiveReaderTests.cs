using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry.Hives;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

public sealed class HiveReaderTests
{
    public static TheoryData<uint> Versions { get; } = [0, 1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_random_tree_is_read_as_it_was_written(uint minor)
    {
        var random = new Random((int)minor);
        var builder = new HiveBuilder(minor) { MostInList = 7 };
        var expected = new List<(string Key, string Name, RegistryData Data)>();
        for (var number = 0; number < 300; number++)
        {
            var key = string.Join(
                '\\',
                Enumerable.Range(0, random.Next(1, 5)).Select(level => $"Schl\u00fcssel {level} {random.Next(12)}\u03a9"[..random.Next(12, 14)]));
            var data = new RegistryData(new((uint)random.Next(0, 14)), Bytes(random, random.Next(6) == 0 ? random.Next(40000) : random.Next(12)));
            var name = number % 9 == 0 ? $"\u03a9{number}" : $"value {number}";
            builder.Value(key, name, data);
            expected.Add((@"ROOT\" + key, name, data));
        }

        var evidence = HiveReading.Read(builder.Build());

        Assert.DoesNotContain(evidence.Diagnostics, diagnostic => diagnostic.Effect != DiagnosticEffect.Note);
        Assert.Equal(
            expected.Select(value => $"{value.Key}!{value.Name} {value.Data.Type} {Convert.ToHexString(value.Data.Bytes.Span)}").Order(StringComparer.Ordinal),
            Values(evidence)
                .Select(value => $"{value.Address} {HiveReading.Data(value).Type} {Convert.ToHexString(HiveReading.Data(value).Bytes.Span)}")
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16344)]
    public void The_place_of_a_value_holds_its_data(int length)
    {
        var bytes = Bytes(new Random(length), length);

        var value = HiveReading.Single(HiveReading.Read(new HiveBuilder().Value("a", "v", new(RegistryType.Binary, bytes)).Build()), "v");

        Assert.Equal(bytes, HiveReading.At(value));
        Assert.Equal(SpanUnit.Bytes, value.Location.Unit);
    }

    [Theory]
    [InlineData(16345)]
    [InlineData(16348)]
    [InlineData(32688)]
    [InlineData(100000)]
    public void Data_in_segments_is_placed_at_the_first_one(int length)
    {
        var bytes = Bytes(new Random(length), length);

        var value = HiveReading.Single(HiveReading.Read(new HiveBuilder().Value("a", "v", new(RegistryType.Binary, bytes)).Build()), "v");

        Assert.Equal(bytes, HiveReading.Data(value).Bytes.ToArray());
        Assert.Equal(bytes[..16344], HiveReading.At(value));
    }

    [Fact]
    public void A_value_without_data_is_placed_at_its_cell()
    {
        var builder = new HiveBuilder().Value("a", "v", new(RegistryType.String, ReadOnlyMemory<byte>.Empty));

        var value = HiveReading.Single(HiveReading.Read(builder.Build()), "v");

        Assert.Equal((builder.Cells["a!v"] + 4, 0), (value.Location.Start, value.Location.Length));
    }

    [Fact]
    public void A_key_is_observed_at_its_node_with_the_time_of_its_last_write()
    {
        var builder = new HiveBuilder().Dword(@"Policies\Microsoft", "x", 1);

        var evidence = HiveReading.Read(builder.Build());

        var key = Assert.Single(evidence.Observations, observation =>
            observation is { Action: ObservedAction.Key, Address: Address.Registry { Key.Name: "Microsoft" } });
        Assert.Equal("nk"u8.ToArray(), HiveReading.At(key)[..2]);
        Assert.All(evidence.Observations, observation => Assert.Equal(HiveBuilder.Written, observation.Written));
    }

    [Fact]
    public void A_symbolic_link_is_the_value_that_names_its_target()
    {
        var builder = new HiveBuilder().Link("CurrentControlSet", @"\REGISTRY\MACHINE\SYSTEM\ControlSet001");

        var link = HiveReading.Single(HiveReading.Read(builder.Build()), "SymbolicLinkValue");

        Assert.Equal(RegistryType.Link, HiveReading.Data(link).Type);
        Assert.Equal(@"\REGISTRY\MACHINE\SYSTEM\ControlSet001", Encoding.Unicode.GetString(HiveReading.Data(link).Bytes.Span));
    }

    [Theory]
    [InlineData("x", @"Select,ControlSet001", @"HKLM\SYSTEM")]
    [InlineData("SOFTWARE", @"Select,ControlSet002", @"HKLM\SYSTEM")]
    [InlineData("x", "Classes,Policies,Microsoft", @"HKLM\SOFTWARE")]
    [InlineData("x", "Software,Control Panel", "HKCU")]
    [InlineData("ntuser.dat", "Software", "HKCU")]
    [InlineData("NTUSER1.DAT", "Software", "HKCU")]
    [InlineData("UsrClass.dat", "CLSID", @"HKCU\Software\Classes")]
    [InlineData("DEFAULT", "Software", @"HKU\.DEFAULT")]
    [InlineData("SYSTEM_2", "Setup", @"HKLM\SYSTEM")]
    [InlineData("system.bak", "Setup", @"HKLM\SYSTEM")]
    [InlineData("Sam", "SAM", @"HKLM\SAM")]
    [InlineData("SECURITY", "Policy", @"HKLM\SECURITY")]
    [InlineData("ecosystem", "Setup", "ROOT")]
    public void The_mount_is_told_by_the_children_of_the_root_else_by_the_name(string name, string children, string mount)
    {
        var builder = children.Split(',').Aggregate(new HiveBuilder(), (hive, child) => hive.Key(child));

        var evidence = HiveReading.Read(builder.Build(), $"folder/{name}");

        Assert.Equal(mount, HiveReading.Lines(evidence)[0]);
        Assert.Equal(mount, Assert.IsType<Coverage.RegistryTree>(Assert.Single(evidence.Coverage)).Key.Path);
    }

    [Fact]
    public void Only_what_is_demanded_is_read()
    {
        var builder = new HiveBuilder()
            .Dword("Select", "Current", 2)
            .Dword(@"ControlSet001\Control\Terminal Server", "fDenyTSConnections", 0)
            .Dword(@"ControlSet002\Control\Terminal Server", "fDenyTSConnections", 1)
            .Dword(@"ControlSet002\Control\Terminal Server\WinStations\RDP-Tcp", "PortNumber", 3389)
            .Dword(@"ControlSet002\Services\TermService", "Start", 3)
            .Dword(@"ControlSet002\Services\TermService\Parameters", "x", 1);

        var evidence = HiveReading.Read(
            builder.Build(),
            "SYSTEM",
            @"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\**",
            @"HKLM\SYSTEM\CurrentControlSet\Services\*",
            @"HKLM\SOFTWARE\**");

        Assert.Equal(
            [
                @"HKLM\SYSTEM\ControlSet002\Control\Terminal Server",
                @"HKLM\SYSTEM\ControlSet002\Control\Terminal Server!fDenyTSConnections=1",
                @"HKLM\SYSTEM\ControlSet002\Control\Terminal Server\WinStations",
                @"HKLM\SYSTEM\ControlSet002\Control\Terminal Server\WinStations\RDP-Tcp",
                @"HKLM\SYSTEM\ControlSet002\Control\Terminal Server\WinStations\RDP-Tcp!PortNumber=3389",
                @"HKLM\SYSTEM\ControlSet002\Services\TermService",
                @"HKLM\SYSTEM\ControlSet002\Services\TermService!Start=3",
                @"HKLM\SYSTEM\Select",
                @"HKLM\SYSTEM\Select!Current=2",
            ],
            HiveReading.Lines(evidence));
    }

    [Fact]
    public void Where_no_control_set_is_said_to_be_in_force_all_are_read()
    {
        var builder = new HiveBuilder().Key("Select").Dword(@"ControlSet001\Control", "x", 1).Dword(@"ControlSet002\Control", "x", 2);

        var evidence = HiveReading.Read(builder.Build(), "SYSTEM", @"HKLM\SYSTEM\CurrentControlSet\Control");

        Assert.Equal("1 2", string.Join(' ', Values(evidence).Select(value => value.Value)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_demanded_key_is_found_by_every_kind_of_list(uint minor)
    {
        var builder = new HiveBuilder(minor) { MostInList = 20 };
        for (var number = 0; number < 200; number++)
        {
            builder.Dword($"Gr\u00fc\u00dfe {number}\\key {number}", "v", (uint)number);
        }

        var evidence = HiveReading.Read(builder.Build(), "SOFTWARE", "HKLM\\SOFTWARE\\gr\u00fc\u00dfe 77\\KEY 77");

        Assert.Equal("77", HiveReading.Single(evidence, "v").Value.ToString());
        Assert.Equal(2, evidence.Observations.Length);
    }

    [Theory]
    [InlineData("disk/Windows/System32/config/SYSTEM", "disk/Windows")]
    [InlineData("disk/windows/system32/CONFIG/SOFTWARE", "disk/windows")]
    [InlineData("System32/config/SYSTEM", "")]
    [InlineData("disk/Users/a/NTUSER.DAT", "disk/Windows")]
    [InlineData("disk/Users/a/AppData/Local/Microsoft/Windows/UsrClass.dat", "disk/Windows")]
    [InlineData("disk/Windows/ServiceProfiles/LocalService/NTUSER.DAT", "disk/Windows")]
    [InlineData("disk/Windows/System32/config/RegBack/SYSTEM", "disk/Windows/System32/config/RegBack")]
    [InlineData("elsewhere/Users/a/NTUSER.DAT", "elsewhere/Users/a")]
    [InlineData("hives/SYSTEM", "hives")]
    public void The_hives_of_an_offline_disk_are_of_one_machine(string name, string folder)
    {
        var hive = Source.FromBytes(name, new HiveBuilder().Build());
        var other = Source.FromBytes("disk/Windows/System32/config/SECURITY", new byte[1]);

        var origin = Assert.IsType<Origin.Host>(HiveReading.Read(hive, [other]).Origin);

        Assert.Equal((null, folder), (origin.Machine, origin.Folder));
    }

    [Fact]
    public void Any_prefix_and_any_mutation_is_read()
    {
        var builder = new HiveBuilder() { MostInList = 3 }
            .Dword("Select", "Current", 1)
            .Value(@"ControlSet001\Control", "big", new(RegistryType.Binary, Bytes(new Random(1), 40000)))
            .Link("CurrentControlSet", @"\REGISTRY\MACHINE\SYSTEM\ControlSet001");
        for (var number = 0; number < 20; number++)
        {
            builder.Value($@"ControlSet001\Services\s{number}\Parameters", $"v{number}", RegistryData.Text(RegistryType.String, $"text {number}"));
        }

        Robustness.Check(new HiveReader(), "SYSTEM", builder.Build());
    }

    private static IEnumerable<Observation> Values(SourceEvidence evidence) =>
        evidence.Observations.Where(observation => observation.Action == ObservedAction.Set);

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
