using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// .PolicyRules of Microsoft's Policy Analyzer: entries of Registry.pol and lines of security templates, each with the name of its GPO ("PolicyName").
/// Value names that are instructions are those of Registry.pol ([MS-GPREG] 3.2.5.1.2).
/// </summary>
public sealed class PolicyRulesReader : IEvidenceReader
{
    private static readonly DiagnosticDescriptor Unreadable = new(
        "RDP0130", DiagnosticEffect.Damage, "'{0}' is no {1}.");

    public string Format => "policy-rules";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
        LocatedXml.RootOf(head) is not { Name: "PolicyRules", Namespace: "" } ? null
        : source.FileName.EndsWith(".PolicyRules", StringComparison.OrdinalIgnoreCase) ? new(source, Certainty.BySignature)
        : new Claim(source, Certainty.ByShape);

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var reading = new Reading(source);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var rule in LocatedXml.Parse(source, GroupPolicyXml.Breaks, diagnostics)?.Children ?? [])
        {
            context.Cancellation.ThrowIfCancellationRequested();
            reading.Read(rule);
        }

        return reading.ToEvidence(Format, diagnostics.DrainToImmutable());
    }

    private sealed class Reading(Source source)
    {
        private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
        private readonly ImmutableArray<Item>.Builder _items = ImmutableArray.CreateBuilder<Item>();
        private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public void Read(XmlElement rule)
        {
            var name = rule.Find("PolicyName")?.Text.Value;
            switch (rule.Name)
            {
                case "ComputerConfig" or "UserConfig" when rule.Find("Key") is { } key:
                    var root = rule.Name == "UserConfig" ? RegistryKey.CurrentUser : RegistryKey.LocalMachine;
                    _observations.AddRange(Statements(rule, root.Below(key.Text.Value), key).Select(seen => seen with { GpoName = name }));
                    break;
                case "SecurityTemplate" when rule.Find("LineItem") is { } line:
                    ReadLine(rule.Attribute("Section")?.Value ?? "", line, name);
                    break;
                case "ComputerConfig" or "UserConfig" or "SecurityTemplate":
                    _diagnostics.Add(new(Unreadable, At(new(rule.Span.Start, 0)), rule.Name, "rule with a 'Key' or a 'LineItem'"));
                    break;
                default:
                    // Audit policy and the list of client-side extensions state nothing that is judged.
                    return;
            }

            _names.Add(name ?? "");
        }

        /// <summary>A file of one GPO is that GPO; in a file of several each value names its own.</summary>
        public SourceEvidence ToEvidence(string format, ImmutableArray<Diagnostic> diagnostics)
        {
            var isOne = _names.Count == 1;
            return new(source, format, new Origin.GroupPolicy(source.Name) { Name = isOne && _names.Single() is { Length: > 0 } name ? name : null })
            {
                Observations = [.. _observations.Select(seen => isOne ? seen with { GpoName = null } : seen)],
                Items = [.. _items.Select(item => isOne ? item with { GpoName = null } : item)],
                Diagnostics = [.. diagnostics, .. _diagnostics],
            };
        }

        private IEnumerable<Observation> Statements(XmlElement rule, RegistryKey key, XmlElement keyElement)
        {
            var value = rule.Find("Value") ?? keyElement;
            var name = rule.Find("Value")?.Text.Value ?? "";
            var type = rule.Find("RegType")?.Text.Value.Trim() ?? "";
            var data = rule.Find("RegData")?.Text ?? new XmlText("", new(rule.Span.End, 0));
            switch (name)
            {
                case "" when type == "REG_NONE":
                    return [Without(key, "", ObservedAction.Key, keyElement)];
                case not ['*', '*', ..]:
                    return [Set(key, name, type, data)];
                case var _ when After(name, "**del.") is { } deleted:
                    return [Without(key, deleted, ObservedAction.DeleteValue, value)];
                case var _ when After(name, "**soft.") is { } soft:
                    return [Set(key, soft, type, data) with { IsSoft = true }];
                case var _ when After(name, "**delvals") is not null:
                    return [Without(key, "", ObservedAction.DeleteValues, value)];
                case var _ when After(name, "**DeleteValues") is not null:
                    return Names(data).Select(deleted => Without(key, deleted, ObservedAction.DeleteValue, value));
                case var _ when After(name, "**DeleteKeys") is not null:
                    return Names(data).Select(deleted => Without(key.Below(deleted), "", ObservedAction.DeleteKey, value));
                default:
                    // Instructions that set no value, such as **SecureKey.
                    return [];
            }
        }

        private Observation Set(RegistryKey key, string name, string type, XmlText data)
        {
            var value = ValueOf(type, data.Value);
            var address = new Address.Registry(RegistryStatements.HalfOf(key), key, name);
            if (value is SettingValue.Unresolved { Reason: UnknownReason.WrongType })
            {
                _diagnostics.Add(new(Unreadable, At(data.Span), data.Value, $"value of type '{type}'") { About = address });
            }

            return new(address, value, At(data.Span));
        }

        /// <summary>How the texts of a list are joined is documented nowhere: a list is stated, and unknown.</summary>
        private static SettingValue ValueOf(string type, string data) =>
            RegistryType.TryParse(type)?.Number switch
            {
                1 => new SettingValue.Registry(RegistryData.Text(RegistryType.String, data)),
                2 => new SettingValue.Registry(RegistryData.Text(RegistryType.ExpandString, data)),
                4 when uint.TryParse(data, NumberStyles.None, CultureInfo.InvariantCulture, out var dword) => new SettingValue.Registry(
                    RegistryData.Dword(dword)),
                4
                    when data.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                        && uint.TryParse(data.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var dword) =>
                    new SettingValue.Registry(RegistryData.Dword(dword)),
                11 when ulong.TryParse(data, NumberStyles.None, CultureInfo.InvariantCulture, out var qword) => new SettingValue.Registry(
                    RegistryData.Qword(qword)),
                7 when data.Length == 0 => new SettingValue.Registry(RegistryData.Texts([])),
                3 or 7 => new SettingValue.Unresolved(UnknownReason.Unresolvable, data),
                _ => new SettingValue.Unresolved(UnknownReason.WrongType, data),
            };

        /// <summary>Places inside a line are exact where the line has no entities; otherwise they are the line.</summary>
        private void ReadLine(string section, XmlElement line, string? name)
        {
            var (text, span) = (line.Text.Value, line.Text.Span);
            var isExact = text.Length == span.Length;
            var statements = new TemplateStatements(
                inner => At(isExact ? new(span.Start + inner.Start, inner.Length) : span),
                inner => text[Math.Min(inner.Start, text.Length)..Math.Min(inner.End, text.Length)]);
            foreach (var entry in InfDocument.Parse(text).SelectMany(part => part.Lines))
            {
                statements.Read(section, entry);
            }

            _observations.AddRange(statements.Observations.Select(seen => seen with { GpoName = name }));
            _items.AddRange(statements.Items.Select(item => item with { GpoName = name }));
            _diagnostics.AddRange(statements.Diagnostics);
        }

        private Observation Without(RegistryKey key, string name, ObservedAction action, XmlElement place) =>
            new(new Address.Registry(RegistryStatements.HalfOf(key), key, name), new SettingValue.Text(""), At(place.Text.Span)) { Action = action };

        private static string[] Names(XmlText data) => data.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        private static string? After(string name, string code) => name.StartsWith(code, StringComparison.OrdinalIgnoreCase) ? name[code.Length..] : null;

        private Location At(TextSpan span) => Location.InText(source, span);
    }
}
