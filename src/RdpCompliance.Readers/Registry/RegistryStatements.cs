using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>What one file says of the registry, in the order in which it says it, as far as it is wanted.</summary>
internal sealed class RegistryStatements(Source source, Demand demand)
{
    private const int MostExpression = 120;

    /// <summary>Of text this size a string can still be made, whatever its encoding.</summary>
    private const long MostBytes = 512L << 20;

    private static readonly DiagnosticDescriptor TooLarge = new(
        "RDP0118", DiagnosticEffect.Refusal, "'{0}' bytes are more than the 536870912 that are read of such a file; nothing is read.");

    private static readonly DiagnosticDescriptor AccountData = new(
        "RDP0119", DiagnosticEffect.Note, "'{0}' holds account data, which is not read.");

    /// <summary>Deletions and keys carry no value: their action says everything.</summary>
    private static readonly SettingValue Nothing = new SettingValue.Text("");

    private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly DemandedKeys _demanded = new(demand);
    private KnownKey _last;
    private bool _hasAccountData;

    public Source Source { get; } = source;

    /// <summary>Keys of users and of every profile belong to the user half.</summary>
    public static RegistryHalf HalfOf(RegistryKey key) =>
        key.Path.StartsWith("HKCU", StringComparison.Ordinal) || key.Path.StartsWith("HKU", StringComparison.Ordinal)
            ? RegistryHalf.User
            : RegistryHalf.Machine;

    /// <returns>Whether the file is larger than is ever read; then that is said.</returns>
    public bool RefusesSize(SpanUnit unit)
    {
        var refuses = Source.Length > MostBytes;
        if (refuses)
        {
            Report(TooLarge, Location.StartOf(Source, unit), Source.Length.ToString(CultureInfo.InvariantCulture));
        }

        return refuses;
    }

    public void Set(RegistryKey key, string name, RegistryData data, Location location) =>
        Add(new(AddressOf(key, name), new SettingValue.Registry(data), location));

    /// <summary>A policy value that Windows writes only where it is absent.</summary>
    public void SetSoftly(RegistryKey key, string name, RegistryData data, Location location) =>
        Add(new(AddressOf(key, name), new SettingValue.Registry(data), location) { IsSoft = true });

    /// <summary>
    /// The value is stated, but not as Windows would take it. It stays an observation: below
    /// a key that the file covers, a value left out would count as absent.
    /// </summary>
    public void SetUnreadably(RegistryKey key, string name, DiagnosticDescriptor descriptor, Location location, ReadOnlySpan<char> found)
    {
        var address = AddressOf(key, name);
        var expression = Cut(found);
        Add(new(address, new SettingValue.Unresolved(UnknownReason.Unreadable, expression), location));
        _diagnostics.Add(new(descriptor, location, expression) { About = address });
    }

    public void DeleteValue(RegistryKey key, string name, Location location) => Add(ObservedAction.DeleteValue, AddressOf(key, name), location);

    public void DeleteValues(RegistryKey key, Location location) => Add(ObservedAction.DeleteValues, AddressOf(key, ""), location);

    public void DeleteKey(RegistryKey key, Location location) => Add(ObservedAction.DeleteKey, AddressOf(key, ""), location);

    public void Key(RegistryKey key, Location location)
    {
        var address = AddressOf(key, "");
        if (_last.IsWanted)
        {
            Keep(new(address, Nothing, location) { Action = ObservedAction.Key });
        }
    }

    public void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) => _diagnostics.Add(new(descriptor, location, arguments));

    public void Report(IEnumerable<Diagnostic> diagnostics) => _diagnostics.AddRange(diagnostics);

    public void Report(DiagnosticDescriptor descriptor, Location location, ReadOnlySpan<char> found) => _diagnostics.Add(new(descriptor, location, Cut(found)));

    public SourceEvidence ToEvidence(string format, Origin origin) => new(Source, format, origin)
    {
        Observations = _observations.DrainToImmutable(),
        Diagnostics = _diagnostics.DrainToImmutable(),
    };

    /// <summary>Values of one key follow each other, so what is known of the last key is asked for again and again.</summary>
    private Address.Registry AddressOf(RegistryKey key, string name)
    {
        if (!ReferenceEquals(_last.Path, key.Path))
        {
            _last = new(key.Path, HalfOf(key), SecretAddresses.IsLeftAlone(key), _demanded.Includes(key));
        }

        return new(_last.Half, key, name);
    }

    private void Add(ObservedAction action, Address.Registry address, Location location) => Add(new(address, Nothing, location) { Action = action });

    /// <summary>The observation's address was made last, so <see cref="_last"/> is about its key.</summary>
    private void Add(Observation observation)
    {
        if (!_last.HoldsAccounts)
        {
            // What deletes whole keys may stand above the keys that are wanted.
            if (_last.IsWanted || observation.Action is ObservedAction.DeleteKey or ObservedAction.DeleteValues)
            {
                Keep(observation);
            }
        }
        else if (!_hasAccountData)
        {
            _hasAccountData = true;
            _diagnostics.Add(new(AccountData, observation.Location, _last.Path));
        }
    }

    /// <summary>One more than are judged tells the scan that there are too many.</summary>
    private void Keep(Observation observation)
    {
        if (_observations.Count <= demand.MostStatements)
        {
            _observations.Add(observation);
        }
    }

    /// <summary>A hostile line may be as long as the file, a message is not; and what stands below account keys is not shown even where it is wrong.</summary>
    private string Cut(ReadOnlySpan<char> found) => _last.HoldsAccounts ? "…"
        : found.Length > MostExpression ? string.Concat(found[..MostExpression], "…")
        : found.ToString();

    private readonly record struct KnownKey(string Path, RegistryHalf Half, bool HoldsAccounts, bool IsWanted);
}
