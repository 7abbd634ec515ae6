using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

/// <summary>A hive of account data under another name gives nothing away.</summary>
public sealed class HiveSecretTests
{
    private static readonly RegistryData Secret = new(RegistryType.Binary, Encoding.ASCII.GetBytes("secret"));

    public static TheoryData<string, string[]> Hives { get; } = new()
    {
        { @"HKLM\SAM", [@"SAM\Domains\Account\Users\000001F4"] },
        { @"HKLM\SECURITY", [@"Policy\Secrets\DefaultPassword\CurrVal", "Cache"] },
        { @"HKLM\SECURITY", [@"Policy\Secrets\DefaultPassword\CurrVal", "RXACT"] },
    };

    [Theory]
    [MemberData(nameof(Hives))]
    public void It_is_told_by_what_is_in_it(string mount, string[] keys)
    {
        var hive = new HiveBuilder();
        foreach (var key in keys)
        {
            hive.Value(key, "F", Secret);
        }

        Check(hive.Build(), mount);
    }

    [Theory]
    [InlineData(@"\SystemRoot\System32\Config\SAM", @"HKLM\SAM")]
    [InlineData(@"emRoot\System32\Config\SECURITY", @"HKLM\SECURITY")]
    public void It_is_told_by_where_Windows_loaded_it_from(string loadedFrom, string mount)
    {
        var bytes = new HiveBuilder().Value("Part", "F", Secret).Build();
        Encoding.Unicode.GetBytes(loadedFrom[^Math.Min(31, loadedFrom.Length)..]).CopyTo(bytes, 48);

        Check(bytes, mount);
    }

    private static void Check(byte[] hive, string mount)
    {
        var evidence = HiveReading.Read(hive, "foo.dat", "*");

        var root = Assert.NotNull(RegistryKey.TryParse(mount));
        Assert.All(evidence.Observations, observation => Assert.True(((Address.Registry)observation.Address).Key.IsWithin(root)));
        Assert.DoesNotContain("736563726574", string.Join('\n', HiveReading.Lines(evidence)), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(evidence.Observations, observation => observation.Action == ObservedAction.Set);
    }
}
