using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>What one file says of the registry, in the order in which it says it.</summary>
internal sealed class RegistryStatements(Source source)
{
    private const int MostExpression = 120;

    private static readonly DiagnosticDescriptor AccountData = new(
        "RDP0119", DiagnosticEffect.Note, "'{0}' holds account data, which is not read.");

    private static readonly RegistryKey[] AccountKeys = [RegistryKey.LocalMachine.Below("SAM"), RegistryKey.LocalMachine.Below("SECURITY")];

    /// <summary>Deletions and keys carry no value: their action says everything.</summary>
    private static readonly SettingValue Nothing = new SettingValue.Text("");

    private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private bool _hasAccountData;

    public Source Source { get; } = source;

    /// <summary>Keys of users and of every profile belong to the user half.</summary>
    public static RegistryHalf HalfOf(RegistryKey key) =>
        key.Path.StartsWith("HKCU", StringComparison.Ordinal) || key.Path.StartsWith("HKU", StringComparison.Ordinal) ? RegistryHalf.User : RegistryHalf.Machine;

    public void Set(RegistryKey key, string name, RegistryData data, Location location) =>
        Add(key, name, new SettingValue.Registry(data), location, ObservedAction.Set);

    /// <summary>A policy value that Windows writes only where it is absent.</summary>
    public void SetSoftly(RegistryKey key, string name, RegistryData data, Location location) =>
        _observations.Add(new(new Address.Registry(HalfOf(key), key, name), new SettingValue.Registry(data), location) { IsSoft = true });

    /// <summary>
    /// The value is stated, but not as Windows would take it. It stays an observation: below a key that the file covers, a value left out would count as absent.
    /// </summary>
    public void SetUnreadably(RegistryKey key, string name, DiagnosticDescriptor descriptor, Location location, ReadOnlySpan<char> found)
    {
        var expression = Cut(found);
        Add(key, name, new SettingValue.Unresolved(UnknownReason.Unreadable, expression), location, ObservedAction.Set);
        _diagnostics.Add(new(descriptor, location, expression));
    }

    public void DeleteValue(RegistryKey key, string name, Location location) => Add(key, name, Nothing, location, ObservedAction.DeleteValue);

    public void DeleteValues(RegistryKey key, Location location) => Add(key, "", Nothing, location, ObservedAction.DeleteValues);

    public void DeleteKey(RegistryKey key, Location location) => Add(key, "", Nothing, location, ObservedAction.DeleteKey);

    public void Key(RegistryKey key, Location location) => Add(key, "", Nothing, location, ObservedAction.Key);

    public void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) => _diagnostics.Add(new(descriptor, location, arguments));

    public void Report(DiagnosticDescriptor descriptor, Location location, ReadOnlySpan<char> found) => _diagnostics.Add(new(descriptor, location, Cut(found)));

    public SourceEvidence ToEvidence(string format, Origin origin) => new(Source, format, origin)
    {
        Observations = _observations.DrainToImmutable(),
        Diagnostics = _diagnostics.DrainToImmutable(),
    };

    private void Add(RegistryKey key, string name, SettingValue value, Location location, ObservedAction action)
    {
        if (action != ObservedAction.Key && Array.Exists(AccountKeys, key.IsWithin))
        {
            if (!_hasAccountData)
            {
                _hasAccountData = true;
                _diagnostics.Add(new(AccountData, location, key.Path));
            }

            return;
        }

        _observations.Add(new(new Address.Registry(HalfOf(key), key, name), value, location) { Action = action });
    }

    /// <summary>A hostile line may be as long as the file; a message is not.</summary>
    private static string Cut(ReadOnlySpan<char> found) => found.Length > MostExpression ? string.Concat(found[..MostExpression], "…") : found.ToString();
}
