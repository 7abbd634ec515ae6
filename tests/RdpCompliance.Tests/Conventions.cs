using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers;

namespace RdpCompliance.Tests;

/// <summary>
/// What the house agreed on and the compiler does not check: who may know whom, what is public, what
/// is listed where. What files must look like stands in <see cref="FileConventions"/>.
/// </summary>
public sealed class Conventions
{
    private const string Engine = "RdpCompliance.Engine";
    private const string Readers = "RdpCompliance.Readers";
    private const string Collectors = "RdpCompliance.Collectors";
    private const string Reports = "RdpCompliance.Reports";
    private const string Cli = "rdpcompliance";

    /// <summary>Every product assembly with what it may reference besides the framework; "Azure.*" stands for all whose name begins so.</summary>
    private static readonly ImmutableArray<(string Assembly, string[] Allowed)> Products =
    [
        (Engine, ["YamlDotNet"]),
        (Readers, [Engine, "YamlDotNet"]),
        (Reports, [Engine, "Spectre.Console"]),
        (Collectors, [Engine, "Azure.*"]),
        (Cli, [Engine, Readers, Reports, Collectors, "Microsoft.Extensions.Configuration.*", "Spectre.Console", "System.CommandLine", "YamlDotNet"]),
    ];

    private static readonly ImmutableArray<Type> Types =
    [
        .. Products.SelectMany(product => Assembly.Load(product.Assembly).GetTypes()).Where(type => !IsGenerated(type)),
    ];

    [Fact]
    public void Assemblies_reference_only_those_they_may_know() =>
        Holds(
            "Readers → Engine ← Reports, Collectors → Engine, Cli → all; a package belongs to the one assembly that Conventions.Products gives it. Move the code to where its reference is allowed:",
            Products.SelectMany(product =>
                ReferencesOf(product.Assembly)
                    .Where(name => !IsFramework(name) && !product.Allowed.Any(allowed => Matches(name, allowed)))
                    .Select(name => $"{product.Assembly} references {name}")));

    [Fact]
    public void Readers_know_sources_and_evidence_and_nothing_of_rules() =>
        Holds(
            "A reader turns bytes into evidence and does not know what it is for. What it needs from another namespace belongs into Sources or Evidence, or the reader does too much:",
            ReferencedTypes(Readers)
                .Where(type =>
                    type.Assembly == Engine
                    && type.Namespace
                        is not ("RdpCompliance.Engine.Sources" or "RdpCompliance.Engine.Evidence" or "RdpCompliance.Engine.Derivations.Certificates"))
                .Select(type => $"Readers use {type.Namespace}.{type.Name}"));

    [Fact]
    public void Public_types_cannot_be_changed_after_they_are_made() =>
        Holds(
            "Many threads read what the engine and the readers hand out. Make the property 'init' or the field 'readonly':",
            Types
                .Where(type => type.IsVisible && type.Assembly.GetName().Name is Engine or Readers or Reports)
                .SelectMany(type =>
                    type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                        .Where(IsSettable)
                        .Select(property => $"{type}.{property.Name}")
                        .Concat(
                            type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                                .Where(field => !field.IsInitOnly && !field.IsLiteral)
                                .Select(field => $"{type}.{field.Name}")))
                .Where(member => !member.EndsWith(".value__")));

    [Fact]
    public void Classes_are_sealed_unless_they_are_made_to_be_derived_from() => Holds(
        "Write 'sealed', or 'abstract' where the cases derive from it:",
        Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.ToString()));

    [Fact]
    public void Names_say_what_a_thing_is() => Holds(
        "Name it after what it is in the domain; a word that fits every class explains none:",
        Types.Select(type => type.Name).Where(name => Regex.IsMatch(name, "(Helper|Util|Manager|Common|Misc|Stuff)|(Base|Info|Impl)$")));

    [Fact]
    public void Every_reader_is_listed_and_every_listed_one_is_there() =>
        Holds(
            "Add the reader to EvidenceReaders.All, or remove its line there:",
            Differences(
                Types
                    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IEvidenceReader)))
                    .Select(type => type.Name)
                    .Order(StringComparer.Ordinal),
                EvidenceReaders.All.Select(reader => reader.GetType().Name).Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_format_has_one_reader() =>
        Holds(
            "Reports name what was read by its format; give each reader a format of its own, in lower-case words joined by hyphens:",
            EvidenceReaders
                .All.GroupBy(reader => reader.Format, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1 || !Regex.IsMatch(group.Key, "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))
                .Select(group => group.Key));

    [Fact]
    public void Every_diagnostic_has_an_id_of_its_own() =>
        Holds(
            "Ids are never shared: suppressions and help pages are by id. Take the next free one of the range:",
            Descriptors()
                .GroupBy(found => found.Descriptor.Id, StringComparer.Ordinal)
                .Where(group => group.Select(found => found.Descriptor).Distinct(ReferenceEqualityComparer.Instance).Count() > 1)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => found.Place).Distinct(StringComparer.Ordinal))}"));

    [Fact]
    public void Every_diagnostic_has_an_id_of_its_range() =>
        Holds(
            "RDP00xx is the engine's, RDP01xx the readers', RDP02xx the templates', RDP03xx the collectors':",
            Descriptors()
                .Where(found => !Regex.IsMatch(found.Descriptor.Id, $"^RDP0{RangeOf(found.Owner)}[0-9][0-9]$"))
                .Select(found => $"{found.Descriptor.Id} at {found.Place}"));

    [Fact]
    public void Every_message_is_a_sentence() =>
        Holds(
            "A message says what was found, where, and what was wanted, begins with a capital, a quote or a value, and ends with a full stop:",
            Descriptors()
                .Where(found => !Regex.IsMatch(found.Descriptor.Format, @"^[A-Z'{].*\.$"))
                .Select(found => $"{found.Descriptor.Id} at {found.Place}: {found.Descriptor.Format}"));

    /// <summary>Fails with what to do and the places where.</summary>
    internal static void Holds(string whatToDo, IEnumerable<string> offenders)
    {
        var found = offenders.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        Assert.True(found.Length == 0, $"{whatToDo}\n  {string.Join("\n  ", found)}");
    }

    private static IEnumerable<string> Differences(IEnumerable<string> there, IEnumerable<string> listed) =>
        there.SequenceEqual(listed, StringComparer.Ordinal) ? [] : [$"there are: {string.Join(" ", there)}", $"listed are: {string.Join(" ", listed)}"];

    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.Name.Contains('<')
        || type is { DeclaringType: { } outer } && IsGenerated(outer);

    /// <summary>All descriptors that static members hold, with the type that holds them.</summary>
    private static IEnumerable<(DiagnosticDescriptor Descriptor, Type Owner, string Place)> Descriptors() =>
        Types
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type =>
                type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                    .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
                    .Select(field => (field.GetValue(null) as DiagnosticDescriptor, type, $"{type.Name}.{field.Name}")))
            .SelectMany(found => found.Item1 is { } descriptor ? new[] { (descriptor, found.type, found.Item3) } : []);

    private static char RangeOf(Type owner) =>
        owner.Assembly.GetName().Name switch
        {
            // JSON is read for templates first; archives are opened by the engine on behalf of the readers.
            Readers
                when owner.Namespace is "RdpCompliance.Readers.Json"
                    || owner.Namespace?.StartsWith("RdpCompliance.Readers.Templates", StringComparison.Ordinal) == true => '2',
            _ when owner.Namespace is "RdpCompliance.Engine.Archives" => '1',
            Readers => '1',
            Collectors => '3',
            _ => '0',
        };

    private static bool Matches(string name, string allowed) =>
        allowed.EndsWith(".*") ? $"{name}.".StartsWith(allowed[..^1], StringComparison.Ordinal) : name == allowed;

    private static bool IsFramework(string name) =>
        name is "mscorlib" or "netstandard"
        || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine")
        || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);

    private static ImmutableArray<string> ReferencesOf(string assembly) =>
        Read(assembly, metadata =>
            metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToImmutableArray());

    /// <summary>The types of other assemblies that an assembly uses.</summary>
    private static ImmutableArray<(string Assembly, string Namespace, string Name)> ReferencedTypes(string assembly) =>
        Read(assembly, metadata =>
            metadata
                .TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference)
                .Select(type =>
                    (
                        metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
                        metadata.GetString(type.Namespace),
                        metadata.GetString(type.Name)))
                .ToImmutableArray());

    private static T Read<T>(string assembly, Func<MetadataReader, T> ask)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        using var portable = new PEReader(file);
        return ask(portable.GetMetadataReader());
    }
}
