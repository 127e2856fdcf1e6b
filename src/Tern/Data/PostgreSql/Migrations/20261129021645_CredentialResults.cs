using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class CredentialResults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "mark",
                table: "credentials",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refused_code",
                table: "credentials",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "tried_at",
                table: "credentials",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "forbidden_address",
                table: "connections",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "mark",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "refused_code",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "tried_at",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "forbidden_address",
                table: "connections");
        }
    }
}
