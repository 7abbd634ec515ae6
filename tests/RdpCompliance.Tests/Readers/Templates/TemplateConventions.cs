using System.Reflection;
using System.Reflection.Emit;
using RdpCompliance.Readers;

namespace RdpCompliance.Tests.Readers.Templates;

/// <summary>What the two template languages may know of each other: nothing. What both need stands in Deployments or Expressions.</summary>
public sealed class TemplateConventions
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private const string Templates = "RdpCompliance.Readers.Templates";

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(code => code.Value);

    [Theory]
    [InlineData($"{Templates}.Arm", $"{Templates}.Bicep")]
    [InlineData($"{Templates}.Bicep", $"{Templates}.Arm")]
    [InlineData($"{Templates}.Deployments", $"{Templates}.Bicep")]
    [InlineData($"{Templates}.Deployments", $"{Templates}.Arm")]
    [InlineData($"{Templates}.Expressions", $"{Templates}.Deployments")]
    public void A_namespace_of_templates_does_not_use_those_above_it(string from, string to) => Conventions.Holds(
        $"What {from} needs from {to} belongs into Deployments or Expressions, or behind an interface there:",
        UsesOf(from, to));

    [Fact]
    public void Uses_in_bodies_of_methods_are_seen() => Assert.NotEmpty(UsesOf($"{Templates}.Bicep", $"{Templates}.Deployments"));

    [Fact]
    public void Two_types_of_one_project_have_two_names() => Conventions.Holds(
        "Readers of the code find a type by its name. Name each after what only it is:",
        typeof(EvidenceReaders).Assembly.GetTypes()
            .Where(type => !type.IsNested && type.Namespace?.StartsWith("RdpCompliance", StringComparison.Ordinal) == true)
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(", ", group.Select(type => type.FullName))));

    private static IEnumerable<string> UsesOf(string user, string used) =>
        from type in typeof(EvidenceReaders).Assembly.GetTypes()
        where IsIn(type, user)
        from other in TypesIn(type)
        where IsIn(other, used)
        select $"{type.FullName} uses {other.FullName}";

    private static bool IsIn(Type type, string space) => type.Namespace == space || type.Namespace?.StartsWith($"{space}.", StringComparison.Ordinal) == true;

    private static IEnumerable<Type> TypesIn(Type type) =>
        type.GetInterfaces().Append(type.BaseType).OfType<Type>()
            .Concat(type.GetFields(Own).Select(field => field.FieldType))
            .Concat(type.GetMethods(Own).SelectMany(method => TypesIn(method).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Own).SelectMany(TypesIn))
            .SelectMany(Parts);

    private static IEnumerable<Type> TypesIn(MethodBase method) =>
        method
            .GetParameters()
            .Select(parameter => parameter.ParameterType)
            .Concat(
                method.GetMethodBody() is { } body
                    ? body.LocalVariables.Select(local => local.LocalType).Concat(TypesIn(method, body.GetILAsByteArray() ?? []))
                    : []);

    /// <summary>The types that instructions name, and those whose members they use.</summary>
    private static IEnumerable<Type> TypesIn(MethodBase method, byte[] instructions)
    {
        for (var at = 0; at < instructions.Length;)
        {
            var code = OpCodesByValue[instructions[at] == 0xFE ? (short)((0xFE << 8) | instructions[at + 1]) : instructions[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                && method.Module.ResolveMember(
                    BitConverter.ToInt32(instructions, at),
                    method.DeclaringType?.GetGenericArguments(),
                    method.IsGenericMethod ? method.GetGenericArguments() : null) is { } member)
            {
                yield return member is Type named ? named : member.DeclaringType ?? typeof(object);
            }

            at += SizeOf(code.OperandType, instructions, at);
        }
    }

    private static int SizeOf(OperandType operand, byte[] instructions, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(instructions, at)),
        _ => 4,
    };

    /// <summary>A type with its elements and arguments.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.GetElementType() is { } element ? Parts(element) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
}
