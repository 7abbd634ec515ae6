using System.Collections.Immutable;
using Azure.Bicep.Types.Concrete;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

/// <summary>What the pack says of Azure against the specifications of Azure.</summary>
public sealed class AzureTypesTests
{
    private static readonly ImmutableArray<(SubjectKind Kind, ImmutableArray<TypeBase> Types)> Kinds =
    [
        .. Repository.Pack.Kinds.Select(kind => (kind, kind.Each.OfType<SubjectSource.Resources>().SelectMany(TypesOf).ToImmutableArray()))
            .Where(one => one.kind.Each.OfType<SubjectSource.Resources>().Any()),
    ];

    [Fact]
    public void Every_resource_type_that_the_pack_names_exists()
    {
        var named = Repository
            .Pack.Kinds.SelectMany(kind => kind.Each)
            .OfType<SubjectSource.Resources>()
            .Select(from => from.Type)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();

        Assert.Equal([], named.Where(type => !AzureTypes.Exists(type)));
        Assert.True(named.Count > 15, $"Only {named.Count} types are named.");
    }

    [Fact]
    public void Every_property_that_the_pack_names_exists()
    {
        var named = Kinds
            .SelectMany(one => Paths(one.Kind).Select(path => (one.Kind.Name, Path: path, IsThere: one.Types.Any(type => AzureTypes.At(type, path).Any()))))
            .ToList();
        var inside = Repository.Pack.Kinds.SelectMany(kind => kind.Each).OfType<SubjectSource.Resources>().Where(from => from.Inside is not null).ToList();

        Assert.Equal([], named.Where(one => !one.IsThere).Select(one => $"{one.Name}: {one.Path}"));
        Assert.Equal(
            [],
            inside
                .Where(from => !AzureTypes.Bodies(from.Type).Any(body => AzureTypes.At(body, from.Inside?.Path ?? "").Any()))
                .Select(from => $"{from.Type}: {from.Inside?.Path}"));
        Assert.True(named.Count > 80, $"Only {named.Count} properties are named.");
    }

    [Fact]
    public void Every_value_that_a_rule_compares_a_property_with_is_one_that_it_has()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var rule in Repository.Pack.Rules)
        {
            var (kind, types) = Kinds.FirstOrDefault(one => one.Kind.Name == rule.Subject);
            foreach (var (field, value) in new[] { rule.Where, rule.Require }.OfType<Condition>().SelectMany(Compared))
            {
                var values = kind?.Field(field)?.From is FieldOrigin.Property { Paths: var paths }
                    ? paths
                        .SelectMany(path => types.SelectMany(type => AzureTypes.At(type, path)))
                        .SelectMany(AzureTypes.Values)
                        .ToHashSet(StringComparer.OrdinalIgnoreCase)
                    : [];
                compared += values.Count > 0 ? 1 : 0;
                if (values.Count > 0 && !values.Contains(value))
                {
                    wrong.Add($"{rule.Id}: {field} {value}");
                }
            }
        }

        Assert.Equal([], wrong);
        Assert.True(compared > 15, $"Only {compared} values were compared.");
    }

    [Theory]
    [InlineData("Microsoft.DesktopVirtualization/hostPools", "directUPD")]
    [InlineData("Microsoft.Compute/virtualMachines", "storageProfile.osDisk.osTypes")]
    public void What_does_not_exist_is_not_found(string type, string path) =>
        Assert.DoesNotContain(AzureTypes.Bodies(type), body => AzureTypes.At(body, path).Any());

    private static IEnumerable<TypeBase> TypesOf(SubjectSource.Resources from) => AzureTypes.Bodies(from.Type).SelectMany(body => from.Inside switch
    {
        ResourceElements.OfList list => AzureTypes.At(body, list.Path),
        // The members of a text are none of Azure's.
        ResourceElements.OfRdpText => [],
        _ => [body],
    });

    private static IEnumerable<string> Paths(SubjectKind kind) =>
        kind.Each.OfType<SubjectSource.Resources>().Any(from => from.Inside is ResourceElements.OfRdpText)
            ? []
            : kind
                .Fields.Select(field => field.From)
                .OfType<FieldOrigin.Property>()
                .SelectMany(property => property.Paths)
                .Concat(kind.Relations.Select(relation => relation.Link).OfType<RelationLink.Reference>().Select(link => link.Path));

    private static IEnumerable<(string Field, string Value)> Compared(Condition condition) => condition switch
    {
        Condition.Leaf { Path: { Outer: 0, Relations.IsEmpty: true } path, Tests: var tests } => tests
            .Where(test => test.Operator is Operator.Equals or Operator.NotEquals or Operator.In or Operator.NotIn)
            .Select(test => test.Operand).OfType<Operand.Literal>()
            .SelectMany(literal => literal.Value is FieldValue.List list ? list.Values.Select(value => value.ToString()) : [literal.Value.ToString()])
            .Select(value => (path.Field, value)),
        Condition.AllOf all => all.Parts.SelectMany(Compared),
        Condition.AnyOf any => any.Parts.SelectMany(Compared),
        Condition.Not not => Compared(not.Part),
        _ => [],
    };
}
