// Checks a token with siteverify: go run siteverify.go TOKEN
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"
)

type answer struct {
	Success    bool     `json:"success"`
	Hostname   string   `json:"hostname"`
	Action     string   `json:"action"`
	Score      float64  `json:"score"`
	ErrorCodes []string `json:"error-codes"`
}

var client = http.Client{Timeout: 5 * time.Second}

func siteverify(token string) (said answer, err error) {
	form := url.Values{"secret": {os.Getenv("PASSWAVE_SECRET")}, "response": {token}}
	response, err := client.PostForm(os.Getenv("PASSWAVE_URL")+"/siteverify", form)
	if err != nil {
		return said, err
	}
	defer response.Body.Close()
	err = json.NewDecoder(response.Body).Decode(&said)
	return said, err
}

func main() {
	said, err := siteverify(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if said.Success {
		fmt.Println("verified")
	} else {
		fmt.Println("not verified:", said.ErrorCodes)
	}
}
