<?php
// A must-use plugin of the tests: notes what leaves the site, and plays other plugins that use the same hooks.

function observe( $what, $more = array() ) {
	file_put_contents( OBSERVED, wp_json_encode( array( 'what' => $what ) + $more ) . "\n", FILE_APPEND | LOCK_EX );
}

add_filter(
	'pre_wp_mail',
	function ( $done, $mail ) {
		observe( 'mail', array( 'to' => $mail['to'], 'subject' => $mail['subject'] ) );
		return true;
	},
	10,
	2
);

add_action(
	'http_api_debug',
	function ( $response, $context, $class, $arguments, $url ) {
		if ( false !== strpos( $url, '/siteverify' ) ) {
			observe( 'siteverify', array( 'timeout' => $arguments['timeout'] ) );
		}
	},
	10,
	5
);

// A plugin that lets the filters run a second time within one sign-in.
if ( isset( $_COOKIE['authenticate_twice'] ) ) {
	add_filter(
		'authenticate',
		function ( $user, $name, $password ) {
			static $is_inside = false;
			if ( ! $is_inside && '' !== $name ) {
				$is_inside = true;
				observe( 'inner', array( 'is_user' => wp_authenticate( $name, $password ) instanceof WP_User ) );
				$is_inside = false;
			}
			return $user;
		},
		50,
		3
	);
}

// A plugin with a form of its own that knows nothing of any check.
add_action(
	'init',
	function () {
		if ( isset( $_GET['other-form'] ) ) {
			if ( ! $_POST ) {
				return;
			}
			$user = wp_signon( array( 'user_login' => $_POST['user'], 'user_password' => $_POST['pass'] ) );
			die( is_wp_error( $user ) ? $user->get_error_message() : 'signed in' );
		}
	}
);

// Forms of a theme: WordPress's own, and one that asks for the check.
add_action(
	'template_redirect',
	function () {
		if ( ! isset( $_GET['other-form'] ) ) {
			return;
		}
		echo '<!doctype html><html lang="en"><title>Forms</title>';
		wp_head();
		wp_login_form();
		echo '<form method="post" id="theme-form"><input name="user" aria-label="user"><input name="pass" aria-label="pass">';
		do_action( 'passwave_print_check', 'sign-in' );
		echo '<button>Go</button></form>';
		wp_footer();
		exit;
	}
);

// A site on which people without an account comment over REST.
add_filter( 'rest_allow_anonymous_comments', '__return_true' );

// A plugin whose route takes the password of an account.
add_action(
	'rest_api_init',
	function () {
		register_rest_route(
			'other/v1',
			'/token',
			array(
				'methods'             => 'POST',
				'permission_callback' => '__return_true',
				'callback'            => function ( $request ) {
					$user = wp_authenticate( $request['user'], $request['pass'] );
					return is_wp_error( $user ) ? $user : array( 'token' => 'yes' );
				},
			)
		);
	}
);

// Here one computer plays all visitors.
remove_filter( 'comment_flood_filter', 'wp_throttle_comment_flood', 10 );
